// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failure

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Clients is what a look proves about clients while a run goes on, and on which cluster. Where a cluster that could serve them was not
// read, nothing is proven.
func Clients(s *survey.Survey, in survey.Intent) (state progress.State, cluster string) {
	serving := position.Serving(s)
	switch State(s, in) {
	case ClientsWithoutKerberos:
		return progress.NoKerberos, serving
	case ClientsUntouched, ClientsEdited, ClientsUp:
		if len(spn.WithoutKerberos(s, in)) > 0 && serving == in.To() {
			return progress.NoKerberos, serving
		}
		if serving == "" {
			serving = in.To()
		}
		return progress.Writable, serving
	case ClientsReadOnly:
		return progress.ReadOnly, serving
	case ClientsDown:
		if len(s.Unread()) == 0 || serving != "" && s.Clusters[serving].Unread == "" {
			return progress.Down, ""
		}
	}
	return progress.Unknown, ""
}
