// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Fields is the body of a request.
type Fields map[string]any

// By adds the request that cures the finding. The body is anything that encodes to JSON, nil for none.
func (f *Finding) By(cluster, method, path string, body any) {
	f.Call = method + " " + path
	if body != nil {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false) // words in angle brackets stay readable
		if err := e.Encode(body); err != nil {
			panic(fmt.Sprintf("the body of a cure must encode: %v", err))
		}
		f.Call += " " + strings.TrimSpace(b.String())
	}
	f.Call += " on " + cluster
}

// PolicyPath is the path of a SyncIQ policy in the platform API, where a cure changes it.
func PolicyPath(name string) string { return "/platform/14/sync/policies/" + url.PathEscape(name) }

// PoolPath is the path of a pool in the platform API of a version; id is groupnet.subnet.pool.
func PoolPath(version int, id string) string {
	part := strings.SplitN(id, ".", 3)
	for len(part) < 3 {
		part = append(part, "")
	}
	return fmt.Sprintf("/platform/%d/network/groupnets/%s/subnets/%s/pools/%s", version, part[0], part[1], part[2])
}

// SharePath is the path of an SMB share in the platform API, with its access zone.
func SharePath(o survey.Object) string {
	return "/platform/12/protocols/smb/shares/" + url.PathEscape(o.ID) + "?zone=" + url.QueryEscape(o.Zone)
}

// ExportPath is the path of an NFS export in the platform API, with its access zone.
func ExportPath(o survey.Object) string {
	return "/platform/4/protocols/nfs/exports/" + url.PathEscape(o.ID) + "?zone=" + url.QueryEscape(o.Zone)
}
