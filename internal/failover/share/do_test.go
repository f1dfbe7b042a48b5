// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

// array answers reads with what it is told and keeps what is written.
type array struct {
	shows map[string]string
	wrote []string
}

func (a *array) RoundTrip(req *http.Request) (*http.Response, error) {
	status, body := http.StatusOK, `{}`
	if req.Method == http.MethodGet {
		text, ok := a.shows[req.URL.Path[strings.LastIndex(req.URL.Path, "/protocols/")+len("/protocols/"):]]
		if body = text; !ok {
			status, body = http.StatusNotFound, `{"errors":[{"code":"AEC_NOT_FOUND","message":"not found"}]}`
		}
	} else {
		sent, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		at := req.URL.Path[strings.LastIndex(req.URL.Path, "/protocols/"):]
		a.wrote = append(a.wrote, req.Method+" "+at+" "+strings.TrimSpace(string(sent)))
		if status = http.StatusNoContent; req.Method == http.MethodPost {
			status, body = http.StatusCreated, `{"id":7}`
		}
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req,
	}, nil
}

// at is a run at one array.
func (a *array) at(t *testing.T, s *survey.Survey) (*run.Run, permit.Permit) {
	t.Helper()
	c, err := onefs.New(onefs.Config{
		Name: "prod", Endpoint: "https://array.test:8080", Username: "u", Password: "p", Authentication: onefs.AuthenticationBasic, Transport: a,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	p, err := issue.New([]survey.Key{"test"}, func() error { return nil }).For("test")
	if err != nil {
		t.Fatal(err)
	}
	set := clusters.New(map[string]*clusters.Cluster{"prod": {Key: "prod", Client: c}}, clusters.Options{})
	return &run.Run{Engine: set, Intent: surveytest.Intent("dr"), Survey: s, Notes: run.NewNotes()}, p
}

func shown(t *testing.T, key string, o survey.Object, d survey.Definition) string {
	t.Helper()
	d = d.With("name", o.ID)
	if o.Kind == survey.KindExport {
		d["id"] = o.Number()
		delete(d, "name")
	}
	b, err := json.Marshal(map[string]any{key: []any{d}})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestLift_OnlyWhatTheFenceMade(t *testing.T) {
	t.Parallel()
	s := world()
	open(s)
	share, export := s.Clusters["prod"].Objects[0], s.Clusters["prod"].Objects[1]
	edited := survey.Fence(share)
	edited["permissions"] = append(survey.List(edited["permissions"]), allow("change", "SID:S-1-5-21-9"))
	for name, c := range map[string]struct {
		o      survey.Object
		is     survey.Definition
		writes int
		byHand int
	}{
		"a share that is fenced":      {share, survey.Fence(share), 1, 0},
		"a share that was given back": {share, share.Definition, 0, 0},
		"a share that was edited":     {share, edited, 0, 0},
		"a share that is gone":        {share, nil, 0, 1},
		"an export that is fenced":    {export, survey.Fence(export), 1, 0},
		"an export that is gone":      {export, nil, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &array{shows: map[string]string{}}
			switch {
			case c.is == nil:
			case c.o.Kind == survey.KindExport:
				a.shows["nfs/exports/7"] = shown(t, "exports", c.o, c.is)
			default:
				a.shows["smb/shares/nas1"] = shown(t, "shares", c.o, c.is)
			}
			r, p := a.at(t, s)
			if err := lift(t.Context(), r, p, "prod", c.o); err != nil {
				t.Fatal(err)
			}
			if len(a.wrote) != c.writes || len(r.Manual) != c.byHand {
				t.Errorf("wrote %v, by hand %v", a.wrote, r.Manual)
			}
			if c.writes == 1 && !strings.Contains(a.wrote[0], map[string]string{
				survey.KindShare: `"permission":"full"`, survey.KindExport: `"read_only_clients":[]`,
			}[c.o.Kind]) {
				t.Errorf("wrote %v", a.wrote)
			}
		})
	}
	a := &array{}
	r, p := a.at(t, surveytest.World())
	if err := lift(t.Context(), r, p, "prod", share); err == nil {
		t.Error("lifted without an original")
	}
}

func TestWriteObject_EachKind(t *testing.T) {
	t.Parallel()
	s := world()
	for _, o := range s.Clusters["prod"].Objects {
		for _, exists := range []bool{false, true} {
			a := &array{shows: map[string]string{}}
			r, p := a.at(t, s)
			if err := writeObject(t.Context(), r, p, "prod", o, exists); err != nil {
				t.Fatal(err)
			}
			want := map[bool]string{false: "POST", true: "PUT"}[exists]
			if len(a.wrote) != 1 || !strings.HasPrefix(a.wrote[0], want+" ") {
				t.Errorf("%s, exists %v: wrote %v", o.Label(), exists, a.wrote)
			}
			if err := settled(t.Context(), r, "prod", o.Address()); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestReadObjects_AllKinds(t *testing.T) {
	t.Parallel()
	a := &array{shows: map[string]string{
		"smb/shares":  `{"shares":[{"name":"nas1","path":"/ifs/data/nas1","zid":1,"host_acl":null}],"resume":null}`,
		"nfs/exports": `{"exports":[{"id":7,"paths":["/ifs/data/nas1"],"zone":"nas1"}],"resume":null}`,
		"nfs/aliases": `{"aliases":[{"name":"/home","path":"/ifs/data/nas1","zone":"nas1"}],"resume":null}`,
	}}
	r, _ := a.at(t, world())
	all, err := ReadObjects(t.Context(), r.Engine, r.Engine.Client("prod"), []onefs.Zone{{Name: "nas1"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range all {
		got = append(got, fmt.Sprintf("%s %v %s", o.Address(), o.Paths, o.Definition.Text()))
	}
	equal(t, "read", got,
		`alias|nas1|/home [/ifs/data/nas1] {"path":"/ifs/data/nas1"}`,
		`export|nas1|7 [/ifs/data/nas1] {"paths":["/ifs/data/nas1"]}`,
		`share|nas1|nas1 [/ifs/data/nas1] {"path":"/ifs/data/nas1"}`)
}
