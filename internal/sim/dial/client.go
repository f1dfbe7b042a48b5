// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of what clients see.
const (
	ProtectedErrno = "client_errno_protected"
	NTLMFallback   = "smb_without_spn"
	ClientCache    = "client_dns_cache"
)

var clientSide = []Dial{
	{
		ProtectedErrno, Choice,
		[]string{"EROFS", "EACCES"},
		"EROFS",
		"the error of a client that writes into the target of a policy",
		synciq("The errno seen by clients is [unknown]; use EROFS/EACCES as a setting."),
	},
	{
		NTLMFallback, Choice,
		[]string{Refuse, "ntlm"},
		Refuse,
		"does an SMB client whose server has no SPN get in by NTLM?",
		synciq("SMB falls back to NTLM where allowed, otherwise access fails; Kerberos NFS just fails."),
	},
	{
		ClientCache, Duration,
		[]string{"0s", "30s"},
		"0s",
		"how long a client's own DNS cache keeps an answer beyond its time to live",
		synciq("DNS caches of macOS clients keep using the old node."),
	},
}
