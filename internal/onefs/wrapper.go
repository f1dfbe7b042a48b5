// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// wrapper is what OneFS puts around every list: an object with the list under one property, and a token beside it where more follows. It is
// read in one pass, because lists are most of what a cluster says.
type wrapper struct {
	key string
	// items is a pointer to the slice that the list goes into; a null list leaves it as it is.
	items  any
	resume string
}

// decode reads an answer. A missing list is an error; other properties are passed over.
func (w *wrapper) decode(body []byte) error {
	err := w.read(body)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("unexpected end of JSON input")
	}
	return err
}

func (w *wrapper) read(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	if err := open(d); err != nil {
		return err
	}
	found := false
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var passed json.RawMessage
		var token *string
		switch name {
		case w.key:
			found = true
			err = d.Decode(w.items)
		case "resume":
			err = d.Decode(&token)
			w.resume = value(token)
		default:
			err = d.Decode(&passed)
		}
		if err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the answer")
	}
	if !found {
		return fmt.Errorf("property %q is missing", w.key)
	}
	return nil
}

// open reads the beginning of an object.
func open(d *json.Decoder) error {
	t, err := d.Token()
	if err == nil && t != json.Delim('{') {
		err = fmt.Errorf("an object begins with %v", t)
	}
	return err
}
