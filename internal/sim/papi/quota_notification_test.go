// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"encoding/json"
	"testing"
)

// list decodes the array under key.
func list(t *testing.T, body []byte, key string) []any {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	items, _ := answer[key].([]any)
	return items
}

func TestNotificationRules(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.made(quotas, `{"path":"/ifs/data","type":"directory","include_snapshots":false}`)
	rules := "/platform/7/quota/quotas/" + id + "/notifications"
	word := func(w string) step { return get(quotas+"/"+id, `{"quotas":[{"notifications":"`+w+`"}]}`) }
	s.run(
		word("default"),
		get(rules, `{"total":3,"notifications":[{"id":"hard-exceeded","action_alert":true},{"id":"soft-exceeded"},
			{"id":"advisory-exceeded"}]}`),
		get(rules+"/hard-exceeded", `{"notifications":[{"threshold":"hard","condition":"exceeded","action_email_address":null,
			"holdoff":null,"schedule":null,"email_template":null}]}`),
		refused("PUT", rules+"/hard-exceeded", `{"action_alert":false}`, 404, ""),
		put(rules, `{}`),
		word("disabled"),
		get(rules, `{"total":0,"notifications":[]}`),
		post(rules, `{"threshold":"hard","condition":"denied","action_email_address":["ops@example.com"],"holdoff":3600}`, 201,
			`{"id":"hard-denied"}`),
		word("custom"),
		refused("POST", rules, `{"threshold":"hard","condition":"denied"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`),
		refused("POST", rules, `{"threshold":"hard"}`, 400, `{"errors":[{"field":"condition"}]}`),
		put(rules+"/hard-denied", `{"holdoff":null,"action_email_owner":true}`),
		get(rules+"/hard-denied", `{"notifications":[{"holdoff":null,"action_email_owner":true,
			"action_email_address":["ops@example.com"]}]}`),
		refused("PUT", rules+"/hard-denied", `{"condition":"denied"}`, 400, `{"errors":[{"field":"condition"}]}`),
		refused("GET", rules+"/soft-denied", "", 404, ""),
		del(rules+"/hard-denied"),
		refused("DELETE", rules+"/hard-denied", "", 404, ""),
		word("disabled"),
		del(rules),
		word("default"),
		post(rules, `{"threshold":"soft","condition":"expired"}`, 201, ""),
		get(rules, `{"total":1}`),
	)
	gone := "/platform/7/quota/quotas/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/notifications"
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		s.run(refused(method, gone, "", 404, ""), refused(method, gone+"/hard-exceeded", "", 404, ""))
	}
	s.run(refused("POST", gone, `{"threshold":"hard","condition":"denied"}`, 404, ""))
}

func TestDefaultNotificationRules(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.made(quotas, `{"path":"/ifs/data","type":"directory","include_snapshots":false}`)
	const rules = "/platform/7/quota/settings/notifications"
	s.run(
		get(rules, `{"total":3}`),
		post(rules, `{"threshold":"soft","condition":"expired","schedule":"every day at 08:00"}`, 201, `{"id":"soft-expired"}`),
		refused("POST", rules, `{"threshold":"soft","condition":"expired"}`, 409, ""),
		put(rules+"/soft-expired", `{"action_email_address":["ops@example.com"]}`),
		refused("PUT", rules+"/soft-denied", `{"action_alert":true}`, 404, ""),
		get(rules+"/soft-expired", `{"notifications":[{"schedule":"every day at 08:00","action_email_address":["ops@example.com"]}]}`),
		get("/platform/7/quota/quotas/"+id+"/notifications", `{"total":4}`),
		del(rules+"/soft-expired"),
		refused("DELETE", rules+"/soft-expired", "", 404, ""),
		refused("GET", rules+"/soft-expired", "", 404, ""),
		del(rules),
		get(rules, `{"total":0}`),
		refused("GET", rules+"?limit=1", "", 400, ""),
		refused("DELETE", rules+"?zone=System", "", 400, ""),
	)
}
