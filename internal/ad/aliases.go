// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"fmt"
	"strings"
)

// Aliases maps, in lower case, a service class to the classes for which it stands: HOST for cifs, http and many more, but not for nfs.
// A ticket for one of those is given for the account that holds the HOST name, so a controller refuses a HOST name while another account
// holds one of them.
type Aliases map[string][]string

// Aliases reads sPNMappings of the forest.
func (s *Session) Aliases(ctx context.Context) (Aliases, error) {
	var out Aliases
	err := s.do(ctx, func() (err error) { out, err = s.aliases(); return err })
	if err != nil {
		return nil, fmt.Errorf("sPNMappings: %w", err)
	}
	return out, nil
}

func (s *Session) aliases() (Aliases, error) {
	e, err := s.entry("CN=Directory Service,CN=Windows NT,CN=Services,"+s.configuration, "sPNMappings")
	if err != nil || e == nil {
		return nil, err
	}
	out := Aliases{}
	for _, line := range e.GetAttributeValues("sPNMappings") {
		class, list, ok := strings.Cut(strings.ToLower(line), "=")
		if !ok {
			continue
		}
		class = strings.TrimSpace(class)
		for a := range strings.SplitSeq(list, ",") {
			out[class] = append(out[class], strings.TrimSpace(a))
		}
	}
	return out, nil
}

// Covered are the names for which an SPN stands: of HOST/nas1 they are cifs/nas1, http/nas1 and so on.
func (a Aliases) Covered(spn string) []string {
	class, rest, _ := strings.Cut(spn, "/")
	var out []string
	for _, c := range a[strings.ToLower(class)] {
		if !strings.EqualFold(c, class) {
			out = append(out, c+"/"+rest)
		}
	}
	return out
}
