// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"fmt"
	"strings"

	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/types"
)

// TicketReader gets a ticket for a service, such as cifs/nas1.demo.local, as a user of the domain, and tells whose key reads it: the names
// of all machine accounts that can. None is the answer when the key server knows no such service.
func (c *Controller) TicketReader(user, service string) ([]string, error) {
	conf, err := config.Load(c.KerberosConf())
	if err != nil {
		return nil, err
	}
	// A new client each time: tickets are kept for ten hours.
	cl := client.NewWithPassword(user, Realm, Password(user), conf, client.DisablePAFXFAST(true))
	defer cl.Destroy()
	if err := cl.Login(); err != nil {
		return nil, fmt.Errorf("ticket for %s: %w", user, err)
	}
	ticket, _, err := cl.GetServiceTicket(service)
	if err != nil {
		if strings.Contains(err.Error(), "KDC_ERR_S_PRINCIPAL_UNKNOWN") {
			return nil, nil
		}
		return nil, fmt.Errorf("ticket for %s: %w", service, err)
	}
	var readers []string
	for _, a := range Accounts {
		if !a.Computer {
			continue
		}
		key, err := keytab.Load(c.Keytab(a.Name))
		if err != nil {
			return nil, err
		}
		name, again := types.NewPrincipalName(1, a.Name+"$"), ticket
		if again.DecryptEncPart(key, &name) == nil {
			readers = append(readers, a.Name)
		}
	}
	return readers, nil
}
