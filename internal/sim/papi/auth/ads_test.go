// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	sharesPath = "/platform/12/protocols/smb/shares"
	ads        = "/platform/14/auth/providers/ads"
	demo       = ads + "/DEMO.LOCAL"
)

// newDirectorySite is a site whose two clusters have joined DEMO.LOCAL; ps1 holds the SPNs of nas1.
func newDirectorySite(t *testing.T) *papitest.Site {
	t.Helper()
	s := papitest.New(t)
	f := ad.New("demo.local", "demo", "dc1.demo.local", "dc2.demo.local")
	f.AddUser(ad.User{Name: "spnadmin", Password: "right", Admin: true})
	s.World.Forest = f
	f.Join("PS1", "ps1.demo.local", "HOST/ps1", "HOST/ps1.demo.local", "HOST/nas1", "HOST/nas1.demo.local")
	f.Join("PS2", "ps2.demo.local", "HOST/ps2", "HOST/ps2.demo.local")
	f.Delegate("PS1", "PS2")
	for _, c := range s.World.Clusters() {
		domain, netbios, host := "DEMO.LOCAL", "DEMO", c.Name+".demo.local"
		c.Auth.PutADS(world.ADSProvider{
			ADSSettings: world.DefaultADSSettings(), ID: domain, Name: domain, Groupnet: "groupnet0", Hostname: &host,
			MachineAccount: strings.ToUpper(c.Name) + "$", NetbiosDomain: &netbios, PrimaryDomain: &domain, Status: "online",
			ZoneName: "System", Services: []string{"HOST"},
		})
	}
	return s
}

func TestProviderListAndOne(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: ads})
	if text := string(body); strings.Contains(text, `"spns"`) || strings.Contains(text, "recommended_spns") {
		t.Errorf("the list shows SPNs: %s", text)
	}
	s.Run(
		papitest.Get(ads, `{"ads":[{"id":"DEMO.LOCAL","status":"online","machine_account":"PS1$","extra_expected_spns":[],"dup_spns":[]}]}`),
		papitest.Get(demo, `{"ads":[{"spns":["HOST/ps1","HOST/ps1.demo.local","HOST/nas1","HOST/nas1.demo.local"],
			"recommended_spns":["HOST/ps1","HOST/ps1.demo.local"],"dup_spns":[],"status":"online"}]}`),
		papitest.Get(demo+"?machine_account=PS2", `{"ads":[{"spns":["HOST/ps2","HOST/ps2.demo.local"]}]}`),
		papitest.Refused("GET", demo+"?machine_account=PS9", "", 404, `{"errors":[{"field":"machine_account"}]}`),
		papitest.Refused("GET", ads+"/OTHER.LOCAL", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		papitest.Refused("GET", ads+"?zone=System", "", 400, ""),
	)
}

func TestRecommendedSPNs(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	c := s.Cluster()
	z := world.NewZone("east", "/ifs/east")
	z.AuthProviders = []string{"lsa-activedirectory-provider:DEMO.LOCAL"}
	c.Zones.Put(z.Name, z)
	for name, zone := range map[string]string{"nas1": "east", "other": "System"} {
		p := world.NewPool("groupnet0", "subnet0", name)
		p.AccessZone, p.SCDNSZone, p.SCDNSZoneAliases = zone, name+".demo.local", []string{"a-very-long-alias-" + name + ".demo.local"}
		c.Network.AddPool(p)
	}
	s.Run(papitest.Get(demo, `{"ads":[{"recommended_spns":["HOST/ps1","HOST/ps1.demo.local","HOST/nas1","HOST/nas1.demo.local",
		"HOST/a-very-long-ali","HOST/a-very-long-alias-nas1.demo.local"]}]}`))
	s.World.Dials["recommended_short_spns"] = "long_only"
	s.Run(papitest.Get(demo, `{"ads":[{"recommended_spns":["HOST/ps1.demo.local","HOST/nas1.demo.local",
		"HOST/a-very-long-alias-nas1.demo.local"]}]}`))
}

func TestMovingAnSPN(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	const two = "http://ps2:8080" + demo
	s.Run(
		papitest.Refused("PUT", two, `{"spns":["HOST/ps2","HOST/ps2.demo.local","HOST/nas1.demo.local"]}`, 409,
			`{"errors":[{"code":"AEC_CONFLICT","field":"spns",
				"message":"SPN 'HOST/nas1.demo.local' is already registered on another account"}]}`),
		papitest.Put(demo, `{"spns":["HOST/ps1","HOST/ps1.demo.local"],"domain_controller":"dc1.demo.local"}`),
		papitest.Put(two, `{"spns":["HOST/ps2","HOST/ps2.demo.local","HOST/nas1.demo.local"],"domain_controller":"dc1"}`),
		papitest.Get(demo, `{"ads":[{"spns":["HOST/ps1","HOST/ps1.demo.local"]}]}`),
		papitest.Get(two, `{"ads":[{"spns":["HOST/ps2","HOST/ps2.demo.local","HOST/nas1.demo.local"]}]}`),
	)
	if got := s.World.Forest.Holders("host/NAS1.demo.local"); !slices.Equal(got, []string{"PS2$"}) {
		t.Errorf("held by %v", got)
	}
}

func TestSPNsThroughThePartner(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	const through = "http://ps2:8080" + demo + "?machine_account=PS1$"
	s.World.Dials["spn_machine_account"] = "refused"
	s.Run(papitest.Refused("PUT", through, `{"spns":["HOST/ps1"]}`, 400, `{"errors":[{"field":"machine_account"}]}`))
	delete(s.World.Dials, "spn_machine_account")
	s.Run(papitest.Put(through, `{"spns":["HOST/ps1"]}`), papitest.Get(demo, `{"ads":[{"spns":["HOST/ps1"]}]}`))
	s.World.Forest.Grant("PS2$", "PS1$", ad.None)
	s.Run(papitest.Refused("PUT", through, `{"spns":[]}`, 403, `{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
		papitest.Put(through, `{"spns":[],"user":"DEMO\\spnadmin","password":"right"}`))
}

func TestOtherControllerKnowsLate(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	const two = "http://ps2:8080" + demo
	want := `{"spns":["HOST/ps2","HOST/nas1"],"domain_controller":"dc2.demo.local"}`
	s.Run(
		papitest.Put(demo, `{"spns":["HOST/ps1"],"domain_controller":"dc1.demo.local"}`),
		papitest.Refused("PUT", two, want, 409, ""),
		papitest.Put(demo, `{"node_dc_affinity":"dc2.demo.local"}`),
		papitest.Get(demo, `{"ads":[{"node_dc_affinity":"dc2.demo.local","spns":["HOST/ps1","HOST/ps1.demo.local","HOST/nas1",
			"HOST/nas1.demo.local"]}]}`),
	)
	s.Wait(15 * time.Second)
	s.Run(papitest.Put(two, want), papitest.Get(demo, `{"ads":[{"spns":["HOST/ps1"]}]}`))
}

func TestSPNDials(t *testing.T) {
	t.Parallel()
	clash := `{"spns":["HOST/nas1.demo.local"]}`
	tests := map[string]struct {
		dials  map[string]string
		body   string
		status int
		want   string
	}{
		"clash 400": {map[string]string{"spn_clash": "400"}, clash, 400, `{"errors":[{"code":"AEC_BAD_REQUEST"}]}`},
		"clash 500, LDAP": {
			map[string]string{"spn_clash": "500", "spn_clash_text": "ldap"},
			clash, 500,
			`{"errors":[{"code":"AEC_SYSTEM_INTERNAL_ERROR"}]}`,
		},
		"no credentials": {
			map[string]string{"spn_credentials": "required"},
			`{"spns":[]}`, 400,
			`{"errors":[{"code":"AEC_ARG_REQUIRED","field":"user"}]}`,
		},
		"wrong credentials": {nil, `{"spns":[],"user":"spnadmin","password":"wrong"}`, 400, `{"errors":[{"field":"password"}]}`},
		"half credentials":  {nil, `{"spns":[],"user":"spnadmin"}`, 400, `{"errors":[{"field":"password"}]}`},
		"no SPN":            {nil, `{"spns":["nas1"]}`, 400, `{"errors":[{"field":"spns"}]}`},
		"one twice":         {nil, `{"spns":["HOST/a","host/A"]}`, 400, ""},
		"no controller":     {nil, `{"spns":[],"domain_controller":"dc9"}`, 400, `{"errors":[{"field":"domain_controller"}]}`},
		"another account":   {nil, `{"machine_account":"PS9$"}`, 400, `{"errors":[{"field":"machine_account"}]}`},
		"recommended":       {nil, `{"recommended_spns":[]}`, 400, `{"errors":[{"field":"recommended_spns"}]}`},
		"status":            {nil, `{"status":"online"}`, 400, `{"errors":[{"field":"status"}]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectorySite(t)
			maps.Copy(s.World.Dials, test.dials)
			s.Run(
				papitest.Refused("PUT", "http://ps2:8080"+demo, test.body, test.status, test.want),
				papitest.Get("http://ps2:8080"+demo, `{"ads":[{"spns":["HOST/ps2","HOST/ps2.demo.local"]}]}`),
			)
		})
	}
}

func TestSilentDuplicate(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	s.World.Dials["spn_clash"] = "duplicate"
	s.Run(
		papitest.Put("http://ps2:8080"+demo, `{"spns":["HOST/ps2","HOST/nas1.demo.local"]}`),
		papitest.Get(demo, `{"ads":[{"dup_spns":[]}]}`),
		papitest.Get(demo+"?check_duplicates=true", `{"ads":[{"dup_spns":["HOST/nas1.demo.local"]}]}`),
	)
}

func TestDirectoryDown(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	s.Cluster().Auth.AddPrincipal(world.Principal{Name: `DEMO\alice`, Type: "user", SID: "S-1-5-21-1-5", Domain: "DEMO"})
	everyone := `{"permissions":[{"permission":"full","permission_type":"allow","trustee":{"name":"DEMO\\alice","type":"user"}}]}`
	s.Run(papitest.Post(sharesPath, `{"name":"a","path":"/ifs/data"}`, 201, ""), papitest.Put(sharesPath+"/a", everyone))
	s.World.Forest.Down = true
	s.Run(
		papitest.Get(ads, `{"ads":[{"status":"offline"}]}`),
		papitest.Refused("GET", demo, "", 500, ""),
		papitest.Refused("PUT", demo, `{"spns":[]}`, 500, ""),
		papitest.Put(demo, `{"extra_expected_spns":["HOST/later.demo.local"]}`),
		papitest.Refused("PUT", sharesPath+"/a", everyone, 400, `{"errors":[{"field":"permissions"}]}`),
		papitest.Get(demo+"/controllers", `{"controllers":[]}`),
		papitest.Get(demo+"/domains", `{"domains":[{"status":"offline","dc_name":null}]}`),
		papitest.Get("/platform/11/auth/providers/summary", `{"provider_instances":[{"type":"local"},{"type":"file"},{"type":"ads",
			"status":"offline","active_server":null}]}`),
	)
}

func TestControllersAndDomains(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	s.World.Forest.SetControllerDown("dc1.demo.local", true)
	s.Run(
		papitest.Get(demo+"/controllers", `{"controllers":[{"id":"dc2.demo.local","dc_name":"dc2.demo.local"}]}`),
		papitest.Get(demo+"/controllers?dc_site=elsewhere", `{"controllers":[]}`),
		papitest.Get(demo+"/domains", `{"domains":[{"id":"DEMO.LOCAL","domain":"DEMO.LOCAL","netbios_name":"DEMO","dc_name":"dc2.demo.local",
			"status":"online"}]}`),
		papitest.Get("/platform/11/auth/providers/summary", `{"provider_instances":[{},{},{"id":"lsa-activedirectory-provider:DEMO.LOCAL",
			"status":"online","active_server":"dc2.demo.local"}]}`),
		papitest.Get("/platform/11/auth/providers/summary?zone=System", `{"provider_instances":[{},{}]}`),
		papitest.Get("/platform/11/auth/providers/summary?groupnet=groupnet0", `{"provider_instances":[{"name":"DEMO.LOCAL"}]}`),
		papitest.Refused("GET", ads+"/NONE/controllers", "", 404, ""),
		papitest.Refused("GET", ads+"/NONE/domains", "", 404, ""),
		papitest.Refused("GET", "/platform/11/auth/providers/summary?zone=none", "", 404, ""),
	)
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	s.Run(
		papitest.Refused("POST", ads, `{"name":"demo.local","user":"spnadmin","password":"right"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`),
		papitest.Delete(demo),
		papitest.Refused("DELETE", demo, "", 404, ""),
		papitest.Refused("PUT", demo, `{"spns":[]}`, 404, ""),
		papitest.Refused("POST", ads, `{"name":"demo.local","user":"spnadmin","password":"wrong"}`, 400, `{"errors":[{"field":"password"}]}`),
		papitest.Refused("POST", ads, `{"name":"other.local","user":"spnadmin","password":"right"}`, 400, `{"errors":[{"field":"name"}]}`),
		papitest.Refused("POST", ads, `{"name":"demo.local","user":"spnadmin","password":"right","spns":[]}`, 400,
			`{"errors":[{"field":"spns"}]}`),
		papitest.Post(ads, `{"name":"demo.local","user":"spnadmin","password":"right","kerberos_nfs_spn":true,"machine_account":"NEW"}`, 201,
			`{"id":"DEMO.LOCAL"}`),
		papitest.Get(demo, `{"ads":[{"machine_account":"NEW$","hostname":"new.demo.local","netbios_domain":"DEMO",
			"spns":["HOST/new","HOST/new.demo.local","nfs/new","nfs/new.demo.local"]}]}`),
	)
}

// TestMissingSPNs watches the event that OneFS raises while its account lacks an SPN for one of its names.
func TestMissingSPNs(t *testing.T) {
	t.Parallel()
	s := newDirectorySite(t)
	c := s.Cluster()
	z := world.NewZone("east", "/ifs/east")
	z.AuthProviders = []string{"lsa-activedirectory-provider:DEMO.LOCAL"}
	c.Zones.Put(z.Name, z)
	before := world.NewPool("groupnet0", "subnet0", "east")
	before.AccessZone = "east"
	c.Network.AddPool(before)
	renamed := before
	renamed.SCDNSZone = "new.demo.local"
	c.ChangePool(before, renamed)
	const events = "/platform/12/event/eventgroup-occurrences?resolved=false"
	s.Run(
		papitest.Get(events, `{"total":1,"eventgroups":[{"causes":[["SW_AD_SPN_MISSING","missing SPNs: HOST/new, HOST/new.demo.local"]]}]}`),
		papitest.Put(demo, `{"spns":["HOST/ps1","HOST/ps1.demo.local","HOST/new","HOST/NEW.demo.local"]}`),
		papitest.Get(events, `{"total":0}`),
	)
}
