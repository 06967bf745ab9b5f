/* A laptop with modern standby that locks on resume: see netapi32.c. */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <initguid.h>
#include <powrprof.h>
#include <string.h>

#define SHOWN __declspec(dllexport)
#define AO_AC 20

/* NO_SUBGROUP_GUID, GUID_SLEEP_SUBGROUP, GUID_VIDEO_SUBGROUP and three settings, as documented. */
DEFINE_GUID(SCHEME, 0x381b4222, 0xf694, 0x41f0, 0x96, 0x85, 0xff, 0x5b, 0xb2, 0x60, 0xdf, 0x2e);
DEFINE_GUID(NO_GROUP, 0xfea3413e, 0x7e05, 0x4911, 0x9a, 0x71, 0x70, 0x03, 0x31, 0xf1, 0xc2, 0x94);
DEFINE_GUID(SLEEP, 0x238c9fa8, 0x0aad, 0x41ed, 0x83, 0xf4, 0x97, 0xbe, 0x24, 0x2c, 0x8f, 0x20);
DEFINE_GUID(SCREEN, 0x7516b95f, 0xf776, 0x4464, 0x8c, 0x53, 0x06, 0x16, 0x7f, 0x40, 0xcc, 0x99);
DEFINE_GUID(LOCK, 0x0e796bdb, 0x100d, 0x47d6, 0xa2, 0xd5, 0xf7, 0xd2, 0xda, 0xa5, 0x1f, 0x51);
DEFINE_GUID(STANDBY, 0x29f6c1db, 0x86da, 0x48c5, 0x9f, 0xdb, 0xf2, 0xb6, 0x7b, 0x1f, 0x44, 0xda);
DEFINE_GUID(DARK, 0x3c0bc021, 0xc8a8, 0x4e07, 0xa9, 0x73, 0x6b, 0x14, 0xcb, 0xcb, 0x2b, 0x7e);

static BOOL same(const GUID *one, const GUID *other) { return !memcmp(one, other, sizeof *one); }

static DWORD value(const GUID *scheme, const GUID *group, const GUID *setting, BOOL mains,
                   LPDWORD found)
{
    if (!same(scheme, &SCHEME))
        return ERROR_INVALID_PARAMETER;
    if (same(group, &NO_GROUP) && same(setting, &LOCK))
        *found = 1;
    else if (same(group, &SLEEP) && same(setting, &STANDBY))
        *found = mains ? 1800 : 300;
    else if (same(group, &SCREEN) && same(setting, &DARK) && mains)
        *found = 600;
    else
        return ERROR_FILE_NOT_FOUND;
    return ERROR_SUCCESS;
}

SHOWN DWORD WINAPI PowerReadACValueIndex(HKEY root, const GUID *scheme, const GUID *group,
                                         const GUID *setting, LPDWORD found)
{
    return root ? ERROR_INVALID_PARAMETER : value(scheme, group, setting, TRUE, found);
}

SHOWN DWORD WINAPI PowerReadDCValueIndex(HKEY root, const GUID *scheme, const GUID *group,
                                         const GUID *setting, LPDWORD found)
{
    return root ? ERROR_INVALID_PARAMETER : value(scheme, group, setting, FALSE, found);
}

SHOWN DWORD WINAPI PowerGetActiveScheme(HKEY root, GUID **scheme)
{
    *scheme = LocalAlloc(0, sizeof **scheme);
    **scheme = SCHEME;
    return root ? ERROR_INVALID_PARAMETER : ERROR_SUCCESS;
}

SHOWN POWER_PLATFORM_ROLE WINAPI PowerDeterminePlatformRoleEx(ULONG version)
{
    return version == 2 ? PlatformRoleMobile : PlatformRoleUnspecified;
}

SHOWN BOOLEAN WINAPI GetPwrCapabilities(PSYSTEM_POWER_CAPABILITIES found)
{
    ZeroMemory(found, sizeof *found);
    found->LidPresent = found->SystemBatteriesPresent = TRUE;
    ((BYTE *)found)[AO_AC] = TRUE;
    return TRUE;
}
