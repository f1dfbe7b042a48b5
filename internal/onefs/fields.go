// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "slices"

// Kind is a kind of object with a body that is checked before it is sent.
type Kind string

// Kinds of objects.
const (
	KindSMBShare          Kind = "SMB share"
	KindNFSExport         Kind = "NFS export"
	KindNFSAlias          Kind = "NFS alias"
	KindQuota             Kind = "quota"
	KindQuotaNotification Kind = "quota notification rule"
	KindSyncPolicy        Kind = "SyncIQ policy"
	KindSyncJob           Kind = "SyncIQ job"
	KindPool              Kind = "IP pool"
	KindADSProvider       Kind = "AD provider"
	KindSnapshot          Kind = "snapshot"
)

// Verb is what a body is for.
type Verb string

// The two verbs: POST on the collection and PUT on the object.
const (
	VerbCreate Verb = "create"
	VerbUpdate Verb = "update"
)

// Writable are the properties that a body may hold, sorted. It is nil for a kind that this client does not create.
func Writable(kind Kind, verb Verb) []string { return slices.Clone(writable[kind][verb]) }

// Only is the part of a definition that OneFS takes for this kind of write.
func Only(kind Kind, verb Verb, definition map[string]any) map[string]any {
	out := map[string]any{}
	for _, k := range Writable(kind, verb) {
		if v, ok := definition[k]; ok {
			out[k] = v
		}
	}
	return out
}
