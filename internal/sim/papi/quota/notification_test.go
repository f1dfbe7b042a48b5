// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestNotificationRules(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	id := made(s, quotas, `{"path":"/ifs/data","type":"directory","include_snapshots":false}`)
	rules := "/platform/7/quota/quotas/" + id + "/notifications"
	word := func(w string) papitest.Step {
		return papitest.Get(quotas+"/"+id, `{"quotas":[{"notifications":"`+w+`"}]}`)
	}
	s.Run(
		word("default"),
		papitest.Get(rules, `{"total":3,"notifications":[{"id":"hard-exceeded","action_alert":true},{"id":"soft-exceeded"},
			{"id":"advisory-exceeded"}]}`),
		papitest.Get(rules+"/hard-exceeded", `{"notifications":[{"threshold":"hard","condition":"exceeded","action_email_address":null,
			"holdoff":null,"schedule":null,"email_template":null}]}`),
		papitest.Refused("PUT", rules+"/hard-exceeded", `{"action_alert":false}`, 404, ""),
		papitest.Put(rules, `{}`),
		word("disabled"),
		papitest.Get(rules, `{"total":0,"notifications":[]}`),
		papitest.Post(rules, `{"threshold":"hard","condition":"denied","action_email_address":["ops@example.com"],"holdoff":3600}`, 201,
			`{"id":"hard-denied"}`),
		word("custom"),
		papitest.Refused("POST", rules, `{"threshold":"hard","condition":"denied"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`),
		papitest.Refused("POST", rules, `{"threshold":"hard"}`, 400, `{"errors":[{"field":"condition"}]}`),
		papitest.Put(rules+"/hard-denied", `{"holdoff":null,"action_email_owner":true}`),
		papitest.Get(rules+"/hard-denied", `{"notifications":[{"holdoff":null,"action_email_owner":true,
			"action_email_address":["ops@example.com"]}]}`),
		papitest.Refused("PUT", rules+"/hard-denied", `{"condition":"denied"}`, 400, `{"errors":[{"field":"condition"}]}`),
		papitest.Refused("GET", rules+"/soft-denied", "", 404, ""),
		papitest.Delete(rules+"/hard-denied"),
		papitest.Refused("DELETE", rules+"/hard-denied", "", 404, ""),
		word("disabled"),
		papitest.Delete(rules),
		word("default"),
		papitest.Post(rules, `{"threshold":"soft","condition":"expired"}`, 201, ""),
		papitest.Get(rules, `{"total":1}`),
	)
	gone := "/platform/7/quota/quotas/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/notifications"
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		s.Run(papitest.Refused(method, gone, "", 404, ""), papitest.Refused(method, gone+"/hard-exceeded", "", 404, ""))
	}
	s.Run(papitest.Refused("POST", gone, `{"threshold":"hard","condition":"denied"}`, 404, ""))
}

func TestDefaultNotificationRules(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	id := made(s, quotas, `{"path":"/ifs/data","type":"directory","include_snapshots":false}`)
	const rules = "/platform/7/quota/settings/notifications"
	s.Run(
		papitest.Get(rules, `{"total":3}`),
		papitest.Post(rules, `{"threshold":"soft","condition":"expired","schedule":"every day at 08:00"}`, 201, `{"id":"soft-expired"}`),
		papitest.Refused("POST", rules, `{"threshold":"soft","condition":"expired"}`, 409, ""),
		papitest.Put(rules+"/soft-expired", `{"action_email_address":["ops@example.com"]}`),
		papitest.Refused("PUT", rules+"/soft-denied", `{"action_alert":true}`, 404, ""),
		papitest.Get(rules+"/soft-expired", `{"notifications":[{"schedule":"every day at 08:00","action_email_address":["ops@example.com"]}]}`),
		papitest.Get("/platform/7/quota/quotas/"+id+"/notifications", `{"total":4}`),
		papitest.Delete(rules+"/soft-expired"),
		papitest.Refused("DELETE", rules+"/soft-expired", "", 404, ""),
		papitest.Refused("GET", rules+"/soft-expired", "", 404, ""),
		papitest.Delete(rules),
		papitest.Get(rules, `{"total":0}`),
		papitest.Refused("GET", rules+"?limit=1", "", 400, ""),
		papitest.Refused("DELETE", rules+"?zone=System", "", 400, ""),
	)
}
