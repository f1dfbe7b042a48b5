// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

func authCalls() []call {
	provider := ADSProvider{
		ID: "EXAMPLE.COM", MachineAccount: "PROD$", Status: "online", SPNs: []string{"HOST/prod", "HOST/nas1"},
		RecommendedSPNs: []string{"HOST/nas1"},
	}
	const providers = `{"ads":[{"id":"EXAMPLE.COM","machine_account":"PROD$","status":"online","spns":["HOST/prod","HOST/nas1"],
		"recommended_spns":["HOST/nas1"],"dup_spns":null,"site":null,"controller_time":null}]}`
	return []call{
		{
			method:  "AuthID",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.AuthID(ctx) },
			request: "GET /platform/14/auth/id", status: 200,
			answer: `{"ntoken":{"uid":{"id":"UID:10"},"zone_id":null,
				"privilege":[{"id":"ISI_PRIV_SYNCIQ","name":"SyncIQ","permission":"w"}]}}`,
			want: &AuthID{Token: AuthToken{
				UID: &Persona{ID: "UID:10"}, Privileges: []Privilege{{ID: "ISI_PRIV_SYNCIQ", Name: "SyncIQ", Permission: "w"}},
			}},
		},
		{
			method: "ADSProvider",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.ADSProvider(ctx, "EXAMPLE.COM", "PROD$")
			},
			request: "GET /platform/14/auth/providers/ads/EXAMPLE.COM?machine_account=PROD%24", status: 200, answer: providers,
			want: &provider,
		},
		{
			method: "CheckedADSProvider",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.CheckedADSProvider(ctx, "EXAMPLE.COM")
			},
			request: "GET /platform/14/auth/providers/ads/EXAMPLE.COM?check_duplicates=true", status: 200, answer: providers,
			want: &provider,
		},
		{
			method: "UpdateADSProviderSPNs",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateADSProviderSPNs(ctx, p, "EXAMPLE.COM", ADSUpdate{
					SPNs: []string{"HOST/prod"}, MachineAccount: "DR$", DomainController: "dc1.example.com",
					User: "svc", Password: "pw-of-ad",
				}))
			},
			request: "PUT /platform/14/auth/providers/ads/EXAMPLE.COM?machine_account=DR%24", status: 204,
			body: `{"spns":["HOST/prod"],"domain_controller":"dc1.example.com","user":"svc","password":"pw-of-ad"}`,
		},
		{
			method: "ADSControllers",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.ADSControllers(ctx, "EXAMPLE.COM")
			},
			request: "GET /platform/7/auth/providers/ads/EXAMPLE.COM/controllers", status: 200,
			answer: `{"controllers":[{"id":"dc1","dc_name":"dc1.example.com","dc_address":"10.0.0.2"}]}`,
			want:   []DomainController{{ID: "dc1", Name: "dc1.example.com", Address: "10.0.0.2"}},
		},
	}
}

func TestSPNsMayBeEmptied(t *testing.T) {
	f, c := newFake(t, answers(204, ""))
	if err := c.UpdateADSProviderSPNs(background(), approved, "EXAMPLE.COM", ADSUpdate{}); err != nil {
		t.Fatal(err)
	}
	if got := f.seen()[0].body; got != `{"spns":[]}` {
		t.Errorf("got %s", got)
	}
}

func TestMay(t *testing.T) {
	id := AuthID{Token: AuthToken{Privileges: []Privilege{
		{ID: "R", Permission: "r"}, {ID: "W", Permission: "w"}, {ID: "NONE", Permission: "-"}, {ID: "OLD"}, {ID: "X", Permission: "x"},
	}}}
	for name, want := range map[string][2]bool{
		"R": {true, false}, "W": {true, true}, "NONE": {false, false}, "OLD": {true, true}, "X": {true, false}, "ABSENT": {false, false},
	} {
		if got := [2]bool{id.May(name, "r"), id.May(name, "w")}; got != want {
			t.Errorf("%s: read, write = %v, want %v", name, got, want)
		}
	}
}
