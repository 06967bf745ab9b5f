/* python3.dll: the stable names, every one of which python311.dll answers (see setup.sh). */
#include <windows.h>

BOOL WINAPI DllMainCRTStartup(HINSTANCE self, DWORD why, LPVOID reserved)
{
    (void)self, (void)why, (void)reserved;
    return TRUE;
}
