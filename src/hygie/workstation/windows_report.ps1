# What only CIM and COM tell, as one line of JSON in ASCII, whatever the language of Windows.
# It only reads, and asks nothing of the network. Passed whole on PowerShell's command line: no
# double quote, no script file for a policy to refuse, nothing hidden from an antivirus.
# Works in constrained language mode but for the sections that need COM or a method of .NET.
$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$s = @{}
function Get-Failure($problem) { @{ ok = $false; error = [string]$problem.FullyQualifiedErrorId } }
# A WMI that never answers costs its own sections, not the whole report.
$start = Get-Date
function Assert-Time { if (((Get-Date) - $start).TotalSeconds -gt 12) { throw 'timeout' } }
function Get-Rows($namespace, $class) {
  Assert-Time
  Get-CimInstance -Namespace $namespace -ClassName $class -OperationTimeoutSec 5
}
# «s» is the one form of a date that no culture changes.
function Get-Moment($date) { if ($date) { $date.ToUniversalTime().ToString('s') + 'Z' } }

try {
  $d = Get-Rows 'root/Microsoft/Windows/Defender' 'MSFT_MpComputerStatus'
  if (-not $d) { throw 'noinstance' }
  $s.defender = @{ ok = $true; value = @{
    mode = [string]$d.AMRunningMode
    service = $d.AMServiceEnabled
    antivirus = $d.AntivirusEnabled
    realtime = $d.RealTimeProtectionEnabled
    signatures = Get-Moment $d.AntivirusSignatureLastUpdated
  } }
} catch { $s.defender = Get-Failure $_ }

try {
  $s.products = @{ ok = $true; value = @(
    foreach ($p in Get-Rows 'root/SecurityCenter2' 'AntiVirusProduct') {
      @{ name = [string]$p.displayName; guid = [string]$p.instanceGuid; state = $p.productState }
    }
  ) }
} catch { $s.products = Get-Failure $_ }

try {
  $s.firewall_products = @{ ok = $true; value = @(
    foreach ($p in Get-Rows 'root/SecurityCenter2' 'FirewallProduct') {
      @{ name = [string]$p.displayName; guid = [string]$p.instanceGuid; state = $p.productState }
    }
  ) }
} catch { $s.firewall_products = Get-Failure $_ }

# ActiveStore: what is in force once the policies and the local settings are put together.
try {
  $s.firewall = @{ ok = $true; value = @(
    foreach ($p in Get-NetFirewallProfile -PolicyStore ActiveStore) {
      @{ profile = [string]$p.Name; enabled = [string]$p.Enabled
         inbound = [string]$p.DefaultInboundAction }
    }
  ) }
} catch { $s.firewall = Get-Failure $_ }

# The methods, not the properties: those keep what was true when the class was loaded.
function Get-Answer($volume, $method, $arguments) {
  Assert-Time
  $a = Invoke-CimMethod -InputObject $volume -MethodName $method -Arguments $arguments `
    -OperationTimeoutSec 5
  if ($a.ReturnValue -eq 0) { $a }
}
# Volumes opened by a letter or by a folder; nothing, when Windows does not say.
function Get-Mounted { try {
  foreach ($m in Get-Rows 'root/CIMV2' 'Win32_MountPoint') { [string]$m.Volume.DeviceID }
} catch { } }
try {
  $s.bitlocker = @{ ok = $true; value = @(
    $names = 'root/CIMV2/Security/MicrosoftVolumeEncryption'
    $mounted = @(Get-Mounted)
    foreach ($v in Get-Rows $names 'Win32_EncryptableVolume') {
      $protection = Get-Answer $v 'GetProtectionStatus' @{}
      $conversion = Get-Answer $v 'GetConversionStatus' @{}
      $keys = Get-Answer $v 'GetKeyProtectors' @{ KeyProtectorType = [uint32]0 }
      @{
        letter = [string]$v.DriveLetter
        mounted = if ($mounted) { $mounted -contains [string]$v.DeviceID }
        kind = $v.VolumeType
        protection = $protection.ProtectionStatus
        conversion = $conversion.ConversionStatus
        protectors = @(
          foreach ($k in $keys.VolumeKeyProtectorID) {
            (Get-Answer $v 'GetKeyProtectorType' @{ VolumeKeyProtectorID = $k }).KeyProtectorType
          }
        )
      }
    }
  ) }
} catch { $s.bitlocker = Get-Failure $_ }

# What the agent remembers; no search is started. These dates are universal time already.
try {
  $r = (New-Object -ComObject Microsoft.Update.AutoUpdate).Results
  $search = $r.LastSearchSuccessDate
  $install = $r.LastInstallationSuccessDate
  $s.updates = @{ ok = $true; value = @{
    last_search = if ($search) { $search.ToString('s') + 'Z' }
    last_install = if ($install) { $install.ToString('s') + 'Z' }
    pending = $null
  } }
} catch { $s.updates = Get-Failure $_ }

try {
  $s.network = @{ ok = $true; value = @(
    foreach ($n in Get-Rows 'root/StandardCimv2' 'MSFT_NetConnectionProfile') {
      @{ category = [int]$n.NetworkCategory }
    }
  ) }
} catch { $s.network = Get-Failure $_ }

# The driver's own name: the class of security devices holds other chips too.
try {
  Assert-Time
  $chips = Get-CimInstance -ClassName Win32_PnPEntity -Filter 'Service=''TPM''' `
    -OperationTimeoutSec 5
  $s.tpm = @{ ok = $true; value = @( foreach ($c in $chips) { @{ code = $c.ConfigManagerErrorCode } } ) }
} catch { $s.tpm = Get-Failure $_ }

# The date as the provider wrote it, month first: the property of the same name follows PowerShell.
try {
  $s.hotfixes = @{ ok = $true; value = @(
    foreach ($h in Get-Rows 'root/CIMV2' 'Win32_QuickFixEngineering') {
      @{ on = [string]$h.CimInstanceProperties['InstalledOn'].Value }
    }
  ) }
} catch { $s.hotfixes = Get-Failure $_ }

# States from 2 on are those of an active task. Windows always has its own: none is no answer.
# Only the folder tells them apart: the author of a task is a text that anyone may write.
try {
  $tasks = @(Get-Rows 'root/Microsoft/Windows/TaskScheduler' 'MSFT_ScheduledTask')
  if (-not $tasks) { throw 'noinstance' }
  $added = 0
  foreach ($t in $tasks) {
    $own = $t.TaskPath -like '\Microsoft\*'
    if (-not $own -and $t.CimInstanceProperties['State'].Value -ge 2) { $added += 1 }
  }
  $s.tasks = @{ ok = $true; value = @{ added = $added } }
} catch { $s.tasks = Get-Failure $_ }

$text = ConvertTo-Json -Compress -Depth 8 -InputObject @{ format = 1; sections = $s }
$text -replace '[^ -~]', '?'
