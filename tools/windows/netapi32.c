/* A computer of two accounts and two shared folders, as the platform's own headers lay it out:
   Wine has no such service. Loaded by tests/windows/test_real_libraries.py only. */
#define WINVER 0x0A00
#include <windows.h>
#include <lm.h>
#include <stdlib.h>

#define SHOWN __declspec(dllexport)

static int held;

/* How many buffers were given and not freed. */
SHOWN int held_buffers(void) { return held; }

static void *give(size_t size)
{
    held++;
    return calloc(1, size);
}

SHOWN NET_API_STATUS WINAPI NetApiBufferFree(LPVOID buffer)
{
    held -= buffer != NULL;
    free(buffer);
    return NERR_Success;
}

static const char *told(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

#define COMPUTER 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0
static BYTE computer[] = {1, 4, 0, 0, 0, 0, 0, 5, COMPUTER};
static BYTE built_in[] = {1, 5, 0, 0, 0, 0, 0, 5, COMPUTER, 0xF4, 1, 0, 0};
static BYTE first_account[] = {1, 5, 0, 0, 0, 0, 0, 5, COMPUTER, 0xE9, 3, 0, 0};
static BYTE of_a_domain[] = {1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 9, 0, 0, 0,
                             9, 0, 0, 0, 9, 0, 0, 0, 0, 2, 0, 0};

/* Two pages: the built-in accounts, then those of persons. */
SHOWN NET_API_STATUS WINAPI NetUserEnum(LPCWSTR server, DWORD level, DWORD filter, LPBYTE *buffer,
                                        DWORD most, LPDWORD count, LPDWORD total, PDWORD place)
{
    USER_INFO_3 *users;
    if (server || level != 3 || filter != FILTER_NORMAL_ACCOUNT || most != MAX_PREFERRED_LENGTH)
        return ERROR_INVALID_PARAMETER;
    users = give(2 * sizeof *users);
    *buffer = (LPBYTE)users;
    *count = 2;
    *total = 4;
    if (*place == 0) {
        *place = 7;
        users[0].usri3_user_id = 500;
        users[0].usri3_flags = UF_SCRIPT | UF_ACCOUNTDISABLE;
        users[1].usri3_user_id = 501;
        users[1].usri3_flags = UF_SCRIPT | UF_ACCOUNTDISABLE | UF_PASSWD_NOTREQD;
        return ERROR_MORE_DATA;
    }
    users[0].usri3_user_id = 1001;
    users[0].usri3_flags = UF_SCRIPT;
    users[1].usri3_user_id = 1002;
    users[1].usri3_flags = UF_SCRIPT | UF_PASSWD_NOTREQD;
    return *place == 7 ? NERR_Success : ERROR_INVALID_PARAMETER;
}

SHOWN NET_API_STATUS WINAPI NetLocalGroupGetMembers(LPCWSTR server, LPCWSTR group, DWORD level,
                                                    LPBYTE *buffer, DWORD most, LPDWORD count,
                                                    LPDWORD total, PDWORD_PTR place)
{
    LOCALGROUP_MEMBERS_INFO_0 *members;
    if (server || !group || !*group || level != 0 || most != MAX_PREFERRED_LENGTH || *place)
        return ERROR_INVALID_PARAMETER;
    members = give(3 * sizeof *members);
    members[0].lgrmi0_sid = built_in;
    members[1].lgrmi0_sid = first_account;
    members[2].lgrmi0_sid = of_a_domain;
    *buffer = (LPBYTE)members;
    *count = *total = 3;
    return NERR_Success;
}

SHOWN NET_API_STATUS WINAPI NetUserModalsGet(LPCWSTR server, DWORD level, LPBYTE *buffer)
{
    if (level == 0) {
        USER_MODALS_INFO_0 *rules = give(sizeof *rules);
        rules->usrmod0_min_passwd_len = 8;
        rules->usrmod0_max_passwd_age = 99;
        *buffer = (LPBYTE)rules;
    } else if (level == 2) {
        USER_MODALS_INFO_2 *domain = give(sizeof *domain);
        domain->usrmod2_domain_id = computer;
        *buffer = (LPBYTE)domain;
    } else {
        USER_MODALS_INFO_3 *lockout = give(sizeof *lockout);
        lockout->usrmod3_lockout_duration = 600;
        lockout->usrmod3_lockout_threshold = 10;
        *buffer = (LPBYTE)lockout;
    }
    return server || level > 3 ? ERROR_INVALID_LEVEL : NERR_Success;
}

/* Self-relative descriptors of one entry: everyone, then the administrators. */
static BYTE everyone[] = {1, 0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0,
                          2, 0, 28, 0, 1, 0, 0, 0, 0, 0, 20, 0, 0xA9, 0, 0x12, 0,
                          1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
static BYTE reserved[] = {1, 0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0,
                          2, 0, 32, 0, 1, 0, 0, 0, 0, 0, 24, 0, 0xFF, 1, 0x1F, 0,
                          1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};

SHOWN NET_API_STATUS WINAPI NetShareEnum(LMSTR server, DWORD level, LPBYTE *buffer, DWORD most,
                                         LPDWORD count, LPDWORD total, LPDWORD place)
{
    static const SHARE_INFO_502 all[] = {
        {.shi502_netname = L"ADMIN$", .shi502_type = STYPE_DISKTREE | STYPE_SPECIAL},
        {.shi502_netname = L"IPC$", .shi502_type = STYPE_IPC | STYPE_SPECIAL},
        {.shi502_netname = L"print$", .shi502_security_descriptor = everyone},
        {.shi502_netname = L"Partage", .shi502_security_descriptor = everyone},
        {.shi502_netname = L"Compta", .shi502_security_descriptor = reserved},
        {.shi502_netname = L"Imprimante", .shi502_type = STYPE_PRINTQ},
    };
    *buffer = NULL;
    *count = 0;
    if (*told("PRETEND_SHARES"))
        return atoi(told("PRETEND_SHARES"));
    if (server || level != 502 || most != MAX_PREFERRED_LENGTH || *place)
        return ERROR_INVALID_PARAMETER;
    *buffer = give(sizeof all);
    CopyMemory(*buffer, all, sizeof all);
    *count = *total = sizeof all / sizeof *all;
    return NERR_Success;
}

SHOWN NET_API_STATUS WINAPI NetGetJoinInformation(LPCWSTR server, LPWSTR *name,
                                                  PNETSETUP_JOIN_STATUS status)
{
    *name = give(8);
    *status = *told("PRETEND_DOMAIN") ? NetSetupDomainName : NetSetupWorkgroupName;
    return server ? ERROR_INVALID_PARAMETER : NERR_Success;
}

/* DSREG_JOIN_INFO, which these headers lack: it begins with its type. */
SHOWN HRESULT WINAPI NetGetAadJoinInformation(LPCWSTR tenant, int **found)
{
    *found = *told("PRETEND_DIRECTORY") ? give(96) : NULL;
    if (*found)
        **found = atoi(told("PRETEND_DIRECTORY"));
    return tenant ? E_INVALIDARG : S_OK;
}

SHOWN VOID WINAPI NetFreeAadJoinInformation(int *found) { NetApiBufferFree(found); }
