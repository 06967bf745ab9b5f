/* Two card readers, a card in the second one: see netapi32.c. */
#define WINSCARDAPI
#include <windows.h>
#include <winscard.h>
#include <stdlib.h>

#define SHOWN __declspec(dllexport)
#define CONTEXT 0x77
#define SECOND L"Lecteur \x00C9 1"

static int held;

SHOWN int held_buffers(void) { return held; }

static char mode(void)
{
    const char *value = getenv("PRETEND_CARDS");
    return value ? *value : 0;
}

SHOWN LONG WINAPI SCardEstablishContext(DWORD scope, LPCVOID first, LPCVOID second,
                                        LPSCARDCONTEXT context)
{
    if (mode() == 's')
        return SCARD_E_NO_SERVICE;
    held++;
    *context = CONTEXT;
    return scope == SCARD_SCOPE_USER && !first && !second ? SCARD_S_SUCCESS : SCARD_F_INTERNAL_ERROR;
}

SHOWN LONG WINAPI SCardReleaseContext(SCARDCONTEXT context)
{
    held -= context == CONTEXT;
    return SCARD_S_SUCCESS;
}

SHOWN LONG WINAPI SCardListReadersW(SCARDCONTEXT context, LPCWSTR groups, LPWSTR readers,
                                    LPDWORD size)
{
    static const WCHAR names[] = L"Lecteur 0\0" SECOND L"\0";
    const DWORD needed = sizeof names / sizeof *names;
    if (mode() == 'n')
        return SCARD_E_NO_READERS_AVAILABLE;
    if (context != CONTEXT || groups || (readers && *size < needed))
        return SCARD_E_INSUFFICIENT_BUFFER;
    if (readers)
        CopyMemory(readers, names, sizeof names);
    *size = needed;
    return SCARD_S_SUCCESS;
}

SHOWN LONG WINAPI SCardGetStatusChangeW(SCARDCONTEXT context, DWORD wait,
                                        LPSCARD_READERSTATEW readers, DWORD count)
{
    if (context != CONTEXT || wait || count != 2 || lstrcmpW(readers[1].szReader, SECOND))
        return SCARD_F_INTERNAL_ERROR;
    readers[0].dwEventState = SCARD_STATE_CHANGED | SCARD_STATE_EMPTY;
    readers[1].dwEventState = SCARD_STATE_CHANGED | SCARD_STATE_PRESENT;
    return SCARD_S_SUCCESS;
}
