// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// errorSchema describes the body of every answer that is not 2xx.
const errorSchema = "/components/schemas/PapiErrors"

// CheckAnswer holds one answer against the contract: a 2xx status must be one that the operation lists, its body must fit the
// operation's schema and have no unknown or write-only name; every other body must be the error envelope. A good answer counts
// as exercising the operation, as a success or as an error.
func (c *Contract) CheckAnswer(method, path, _ string, status int, header http.Header, body []byte) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	o := c.find(method, path)
	if status < 200 || status > 299 {
		var found []string
		if method != http.MethodHead && !isPage(status, header) {
			found = c.checkBody(body, errorSchema, object(object(object(c.doc["components"])["schemas"])["PapiErrors"]), answer)
		}
		if len(found) == 0 && o != nil && status != http.StatusNotImplemented {
			c.outcome(o).failures++
			if status != http.StatusUnauthorized && status != http.StatusForbidden {
				c.outcome(o).specific++
			}
		}
		return c.count(found)
	}
	if o == nil {
		return c.count([]string{fmt.Sprintf("answered %d, but %s %s is not in the contract", status, method, path)})
	}
	found := c.checkSuccess(o, status, header, body)
	if len(found) == 0 {
		c.outcome(o).successes++
	}
	return c.count(found)
}

func (c *Contract) checkSuccess(o *operation, status int, header http.Header, body []byte) []string {
	responses := object(o.spec["responses"])
	key := fmt.Sprint(status)
	response := object(responses[key])
	if response == nil {
		key = "2XX"
		response = object(responses[key])
	}
	if response == nil {
		return []string{fmt.Sprintf("status %d is not listed", status)}
	}
	content := object(response["content"])
	media := object(content["application/json"])
	switch isJSON := strings.HasPrefix(header.Get("Content-Type"), "application/json"); {
	case media == nil && content == nil:
		if len(body) > 0 {
			return []string{fmt.Sprintf("status %d comes without a body", status)}
		}
		return nil
	case !isJSON && content["application/octet-stream"] != nil:
		return nil
	case len(bytes.TrimSpace(body)) == 0 && key == "2XX" && status == http.StatusNoContent:
		return nil
	case len(bytes.TrimSpace(body)) == 0 && o.bodyless():
		return nil
	case len(bytes.TrimSpace(body)) == 0:
		return []string{"the body is missing"}
	}
	pointer := o.pointer + "/responses/" + key + "/content/application~1json/schema"
	return c.checkBody(body, pointer, object(media["schema"]), answer)
}

// bodyless tells whether one of the operation's variants answers without a body, as making a directory does.
func (o *operation) bodyless() bool {
	for _, v := range object(o.spec["x-variants"]) {
		if object(v)["response"] == nil {
			return true
		}
	}
	return false
}

// isPage tells whether an answer is the HTML page that a 401 may come with (behaviour.md 2).
func isPage(status int, header http.Header) bool {
	return status == http.StatusUnauthorized && strings.HasPrefix(header.Get("Content-Type"), "text/html")
}

// count adds an answer's findings to the total and returns them.
func (c *Contract) count(found []string) []string {
	c.findings += len(found)
	return found
}

// flatten turns a validation error into one text per cause.
func flatten(err error) []string {
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []string{err.Error()}
	}
	var out []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			out = append(out, strings.ReplaceAll(e.Error(), "\n", " "))
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(invalid)
	return out
}
