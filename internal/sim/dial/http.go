// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of the HTTP face. The names are constants because several packages read them.
const (
	CSRFOnGet        = "csrf_on_get"
	Referer          = "referer"
	UnknownProperty  = "unknown_property"
	ActionStatus     = "action_status"
	PageSize         = "page_size"
	ErrorCodeCase    = "error_code_case"
	AboveLatest      = "version_above_latest"
	SessionNodes     = "session_across_nodes"
	ResumeWithZone   = "resume_with_zone"
	OtherService     = "service_not_in_session"
	ConfigCollision  = "overlapping_writes"
	ProtectedObjects = "namespace_write_protected"
	NoOverwrite      = "namespace_overwrite_refused"
	NamespaceModes   = "namespace_modes"
	UnauthorizedBody = "unauthorized_body"
	SessionIdle      = "session_idle"
	SessionAbsolute  = "session_absolute"
)

// Settings that several dials share.
const (
	Required = "required"
	Ignored  = "ignored"
	Refuse   = "refused"
	Accept   = "accepted"
	// ModesHold is when a file's owner and mode decide who may read and write it.
	ModesHold = "hold"
)

var http = []Dial{
	{
		CSRFOnGet, Choice,
		[]string{Required, Ignored},
		Required,
		"must a session's GET carry X-CSRF-Token, as every other method must?",
		behaviour("Which of them each method really checks: [unknown]; simulator: demand all three on every session request."),
	},
	{
		Referer, Choice,
		[]string{Required, Ignored},
		Required,
		"must a session's requests carry Referer or Origin?",
		behaviour("They are sent on GET too, and COMM saw GET fail without them."),
	},
	{
		UnknownProperty, Choice,
		[]string{Refuse, Ignored},
		Refuse,
		"what becomes of a property in a request body that the resource does not have?",
		behaviour("An unknown property in a request body: [unknown]; simulator: 400 AEC_BAD_REQUEST naming it in `field`"),
	},
	{
		ActionStatus, Choice,
		[]string{"200", "201", "204"},
		"200",
		"the status of a POST that only does something (flush, suspend, reload)",
		behaviour("2xx, status not documented."),
	},
	{
		PageSize, Number,
		[]string{"1000", "1", "2", "3"},
		"1000",
		"how many objects a list gives when the request names no limit",
		behaviour("its size is [unknown] for `/platform`, 1000 for `/namespace`"),
	},
	{
		ErrorCodeCase, Choice,
		[]string{Upper, Lower, Absent},
		Upper,
		"letter case of error codes, if there is one at all; a client should not depend on it",
		behaviour("The JSON 401 body has **no code**"),
	},
	{
		AboveLatest, Choice,
		[]string{"404", "latest"},
		"404",
		"the answer to a version above the newest that the cluster has",
		behaviour("or below the first revision: [unknown]; simulator: 404."),
	},
	{
		SessionNodes, Choice,
		[]string{"401", Accept},
		"401",
		"the answer of a node to a session that another node made",
		behaviour("so other nodes may accept them. [inferred from SDK]"),
	},
	{
		ResumeWithZone, Choice,
		[]string{Accept, Refuse, Required},
		Accept,
		"may, or must, the query zone stay beside resume?",
		behaviour("Whether `zone` must stay is [unknown]; S16 drops every other argument."),
	},
	{
		OtherService, Choice,
		[]string{"401", "403"},
		"401",
		"the status when a session uses a service that it did not log in to",
		behaviour("Using the other one: 401 or 403 [unknown]."),
	},
	{
		ConfigCollision, Choice,
		[]string{"409", Accept},
		"409",
		"the answer to overlapping writes of shares",
		behaviour("Simulator: a switch that returns 409 on overlap."),
	},
	{
		ProtectedObjects, Choice,
		[]string{"403", "409", "500"},
		"403",
		"the status of a namespace write into the target of a policy",
		behaviour("A directory inside a SyncIQ target with writes disabled refuses writes; status [unknown], simulator 403 AEC_FORBIDDEN."),
	},
	{
		NoOverwrite, Choice,
		[]string{"403", "409"},
		"403",
		"the status of a namespace write with overwrite=false where something exists",
		behaviour("`overwrite` default true, false fails if it exists."),
	},
	{
		NamespaceModes, Choice,
		[]string{Ignored, ModesHold},
		Ignored,
		"do a file's owner and mode bind a user of the namespace who has the privileges for it?",
		behaviour("Rights come from file permissions, or ISI_PRIV_NS_IFS_ACCESS and ISI_PRIV_NS_TRAVERSE."),
	},
	{
		UnauthorizedBody, Choice,
		[]string{"json", "html"},
		"json",
		"the form of a 401 answer",
		behaviour("Clients must also survive `text/html` on 401."),
	},
	{
		SessionIdle, Number,
		[]string{"900", "60"},
		"900",
		"seconds after which a session ends that nobody uses; a setting of the cluster",
		behaviour("Old and new stay valid until their own end."),
	},
	{
		SessionAbsolute, Number,
		[]string{"14400", "120"},
		"14400",
		"seconds after which a session ends in any case; a setting of the cluster",
		behaviour("the absolute limit stays that of the first one"),
	},
}
