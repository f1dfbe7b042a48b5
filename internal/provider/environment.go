// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// fromEnvironment fills what the configuration of a cluster does not hold from ONEFS_<KEY>_ENDPOINT, _USERNAME, _PASSWORD and
// _LOST_SINCE. An empty variable counts as none.
func (m *clusterModel) fromEnvironment(key string) {
	for suffix, value := range map[string]*types.String{
		"ENDPOINT":   &m.Endpoint,
		"USERNAME":   &m.Username,
		"PASSWORD":   &m.Password,
		"LOST_SINCE": &m.LostSince,
	} {
		if text := os.Getenv(variable(key, suffix)); value.IsNull() && text != "" {
			*value = types.StringValue(text)
		}
	}
}

// variable is the name of an environment variable: ONEFS_PROD_PASSWORD.
func variable(key, suffix string) string {
	return "ONEFS_" + strings.ToUpper(key) + "_" + suffix
}
