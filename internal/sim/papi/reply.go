// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// reply is an answer before it goes over the wire.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// encode encodes an answer, in the form that the dials give to what is not known.
func encode(a rest.Answer, dials dial.Values) *reply {
	a = dialled(a, dials)
	out := &reply{status: a.Status, header: http.Header{}, body: a.Raw}
	if a.Header != nil {
		out.header = a.Header.Clone()
	}
	switch {
	case a.Body != nil:
		raw, err := json.Marshal(a.Body)
		if err != nil {
			panic("papi: an answer cannot be encoded: " + err.Error())
		}
		out.body = raw
		out.header.Set("Content-Type", "application/json")
	case a.ContentType != "":
		out.header.Set("Content-Type", a.ContentType)
	}
	return out
}

// dialled gives an answer the status of an action, the letter case of codes and the form of a 401 that the dials ask for.
func dialled(a rest.Answer, dials dial.Values) rest.Answer {
	if a.Doing {
		a.Status, _ = strconv.Atoi(dials.Text(dial.ActionStatus))
		if a.Status == http.StatusNoContent {
			a.Body = nil
		}
	}
	if p, ok := a.Body.(rest.Problems); ok && !dials.Is(dial.ErrorCodeCase, dial.Upper) {
		other := rest.Problems{Errors: make([]rest.Problem, len(p.Errors))}
		for i, e := range p.Errors {
			e.Code = strings.ToLower(e.Code)
			if dials.Is(dial.ErrorCodeCase, dial.Absent) {
				e.Code = ""
			}
			other.Errors[i] = e
		}
		a.Body = other
	}
	if a.Status == http.StatusUnauthorized && dials.Is(dial.UnauthorizedBody, "html") {
		a.Body, a.ContentType = nil, "text/html"
		a.Raw = []byte("<html><head><title>401 Unauthorized</title></head><body><h1>Unauthorized</h1></body></html>\n")
	}
	return a
}
