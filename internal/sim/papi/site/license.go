// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var licenseRoutes = []rest.Route{
	rest.Get("/license/licenses", listLicenses),
	rest.Get("/license/licenses/{LicenseLicenseId}", showLicense),
	rest.Get("/sync/license", licenseOf("SYNCIQ")),
	rest.Get("/quota/license", licenseOf("SMARTQUOTAS")),
	rest.Get("/snapshot/license", licenseOf("SNAPSHOTIQ")),
}

// termDays is how long a licence still runs that shows its end.
const termDays = 365

func shownLicense(r *rest.Request, l world.License) any {
	now, dated := r.World.Now(), r.World.Dials.Is(dial.LicenceTerms, dial.Dated)
	status := l.StatusAt(now)
	out := map[string]any{
		"id": l.ID, "name": licenseNames[l.ID], "status": status, "expiration": nil,
		"expired_alert": strings.HasSuffix(status, "Expired"), "expiring_alert": false, "tiers": []any{},
	}
	if l.Expires.IsZero() {
		if status == "Licensed" && dated { // as recordings show it
			out["expiration"], out["days_to_expiry"] = now.AddDate(0, 0, termDays).Format(time.DateOnly), termDays
			out["tiers"] = []any{map[string]any{"tier": "NO_TIER", "entitlements_exceeded_alerts": []any{}}}
		}
		return out
	}
	out["expiration"] = l.Expires.Format(time.DateOnly)
	days := l.DaysLeft(now)
	if days >= 0 {
		out["days_to_expiry"], out["expiring_alert"] = days, days < 30
	} else {
		out["days_since_expiry"] = -days
	}
	return out
}

var licenseNames = map[string]string{
	"SMARTCONNECT_ADVANCED": "SmartConnect Advanced", "SMARTQUOTAS": "SmartQuotas", "SNAPSHOTIQ": "SnapshotIQ", "SYNCIQ": "SyncIQ",
}

func listLicenses(r *rest.Request) rest.Answer {
	var items []world.License
	for _, id := range world.KnownLicenses() {
		l, _ := r.Cluster.Config.License(id)
		items = append(items, l)
	}
	return rest.Listing[world.License]{
		Key: "licenses", Items: items,
		Show: func(l world.License) any { return shownLicense(r, l) },
		More: map[string]any{
			"activation_incomplete_alert": false, "base_only_licenses": []string{}, "evaluatable": []string{},
			"swid": "SIM" + strings.ToUpper(r.Cluster.Name), "valid_signature": true,
		},
	}.Answer(r)
}

func showLicense(r *rest.Request) rest.Answer {
	l, ok := r.Cluster.Config.License(r.Param("LicenseLicenseId"))
	if !ok {
		return rest.NotFound("id", "License '%s' does not exist.", r.Param("LicenseLicenseId"))
	}
	return rest.Item("licenses", shownLicense(r, l))
}

// licenseOf answers the path below an area that tells about its own licence, not inside an array.
func licenseOf(id string) func(*rest.Request) rest.Answer {
	return func(r *rest.Request) rest.Answer {
		l, _ := r.Cluster.Config.License(id)
		return rest.OK(shownLicense(r, l))
	}
}
