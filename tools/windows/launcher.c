/* python.exe: hands the command line over to the python311.dll beside it. */
#include <windows.h>

typedef int (*PyMain)(int, wchar_t **);

int wmain(int count, wchar_t **words)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    PyMain run = python ? (PyMain)(void *)GetProcAddress(python, "Py_Main") : NULL;
    return run ? run(count, words) : 101;
}
