/* Two wireless cards, the second one connected: see netapi32.c. */
#include <windows.h>
#include <wlanapi.h>
#include <stdlib.h>

#define SHOWN __declspec(dllexport)
#define SERVICE ((HANDLE)0x1234)
#define SECOND_CARD 0xABCDEF

static int held;

SHOWN int held_buffers(void) { return held; }

static char mode(void)
{
    const char *value = getenv("PRETEND_WIRELESS");
    return value ? *value : 0;
}

SHOWN DWORD WINAPI WlanOpenHandle(DWORD version, PVOID reserved, PDWORD agreed, PHANDLE handle)
{
    if (mode() == 's')
        return ERROR_SERVICE_NOT_ACTIVE;
    held++;
    *agreed = 2;
    *handle = SERVICE;
    return version == 2 && !reserved ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
}

SHOWN DWORD WINAPI WlanCloseHandle(HANDLE handle, PVOID reserved)
{
    held -= handle == SERVICE && !reserved;
    return ERROR_SUCCESS;
}

SHOWN DWORD WINAPI WlanEnumInterfaces(HANDLE handle, PVOID reserved,
                                      PWLAN_INTERFACE_INFO_LIST *cards)
{
    *cards = calloc(1, sizeof **cards + sizeof(WLAN_INTERFACE_INFO));
    held++;
    (*cards)->dwNumberOfItems = 2;
    (*cards)->InterfaceInfo[0].isState = wlan_interface_state_disconnected;
    (*cards)->InterfaceInfo[1].isState =
        mode() == 'd' ? wlan_interface_state_disconnected : wlan_interface_state_connected;
    (*cards)->InterfaceInfo[1].InterfaceGuid.Data1 = SECOND_CARD;
    return handle == SERVICE && !reserved ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
}

SHOWN DWORD WINAPI WlanQueryInterface(HANDLE handle, const GUID *card, WLAN_INTF_OPCODE what,
                                      PVOID reserved, PDWORD size, PVOID *found,
                                      PWLAN_OPCODE_VALUE_TYPE kind)
{
    WLAN_CONNECTION_ATTRIBUTES *link;
    if (mode() == 'l')
        return ERROR_ACCESS_DENIED;
    if (card->Data1 != SECOND_CARD || what != wlan_intf_opcode_current_connection || reserved)
        return ERROR_INVALID_PARAMETER;
    link = calloc(1, sizeof *link);
    held++;
    link->wlanSecurityAttributes.bSecurityEnabled = TRUE;
    link->wlanSecurityAttributes.dot11AuthAlgorithm = DOT11_AUTH_ALGO_RSNA_PSK;
    link->wlanSecurityAttributes.dot11CipherAlgorithm = DOT11_CIPHER_ALGO_CCMP;
    *found = link;
    *size = sizeof *link;
    return handle == SERVICE ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
}

SHOWN VOID WINAPI WlanFreeMemory(PVOID memory)
{
    held -= memory != NULL;
    free(memory);
}
