// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"strings"
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
