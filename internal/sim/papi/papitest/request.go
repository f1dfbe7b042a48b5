// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// Request is one HTTP request to ps1 unless url names another host. The zero header means basic authentication as root.
type Request struct {
	Method, Path, Body string
	User               string
	Header             map[string]string
	Bad                bool // wrong on purpose
}

// Do sends a request and returns status, headers and body.
func (s *Site) Do(r Request) (int, http.Header, []byte) {
	s.T.Helper()
	status, header, body, err := s.Try(r)
	if err != nil {
		s.T.Fatal(err)
	}
	return status, header, body
}

// Try is Do with the error of a connection that breaks.
func (s *Site) Try(r Request) (int, http.Header, []byte, error) {
	s.T.Helper()
	url := r.Path
	if strings.HasPrefix(url, "/") {
		url = "http://ps1:8080" + url
	}
	req, err := http.NewRequestWithContext(s.T.Context(), r.Method, url, strings.NewReader(r.Body))
	if err != nil {
		s.T.Fatal(err)
	}
	switch r.User {
	case "":
		req.SetBasicAuth("root", Password)
	case "nobody":
	default:
		req.SetBasicAuth(r.User, Password)
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	if r.Bad {
		req.Header.Set(papi.BadOnPurpose, "1")
	}
	resp, err := s.HTTP.Do(req)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, body, err
}

// Step is one request of a table and what must come back: the status, and JSON that the body must contain (objects may have more
// properties, arrays must have as many elements).
type Step struct {
	Request
	Status int
	Want   string
}

// Run sends the steps in order.
func (s *Site) Run(steps ...Step) {
	s.T.Helper()
	for i, step := range steps {
		status, _, body := s.Do(step.Request)
		at := fmt.Sprintf("step %d, %s %s", i+1, step.Method, step.Path)
		if status != step.Status {
			s.T.Fatalf("%s: got status %d, want %d: %s", at, status, step.Status, body)
		}
		if step.Want == "" {
			continue
		}
		if diff := missing(s.T, []byte(step.Want), body); diff != "" {
			s.T.Fatalf("%s: %s\ngot  %s\nwant %s", at, diff, body, step.Want)
		}
	}
}

// Get reads and must succeed.
func Get(path string, want string) Step {
	return Step{Request{Method: "GET", Path: path}, 200, want}
}

// Post makes something, or is refused.
func Post(path, body string, status int, want string) Step {
	return Step{Request{Method: "POST", Path: path, Body: body}, status, want}
}

// Put changes something and must succeed.
func Put(path, body string) Step {
	return Step{Request{Method: "PUT", Path: path, Body: body}, 204, ""}
}

// Delete removes something and must succeed.
func Delete(path string) Step {
	return Step{Request{Method: "DELETE", Path: path}, 204, ""}
}

// Ask is any request as root, right or wrong.
func Ask(method, path string, status int, want string) Step {
	return Step{Request{Method: method, Path: path}, status, want}
}

// Refused is a wrong request, on purpose.
func Refused(method, path, body string, status int, want string) Step {
	return Step{Request{Method: method, Path: path, Body: body, Bad: true}, status, want}
}
