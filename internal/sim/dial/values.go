// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Values are settings by dial name. What is missing has its default, so a nil Values is the simulator as it comes.
type Values map[string]string

// Text is the value set for name, or the dial's default. A name that is no dial is a fault of the simulator and panics.
func (v Values) Text(name string) string {
	if set, ok := v[name]; ok {
		return set
	}
	d, ok := Find(name)
	if !ok {
		panic("dial: no dial named " + name)
	}
	return d.Default
}

// Is tells whether name is set to value. A value that the dial cannot take is a fault of the simulator and panics.
func (v Values) Is(name, value string) bool {
	if d, ok := Find(name); ok {
		if err := d.Check(value); err != nil {
			panic(err)
		}
	}
	return v.Text(name) == value
}

// Duration is the value of a dial of kind [Duration].
func (v Values) Duration(name string) time.Duration {
	d, err := time.ParseDuration(v.Text(name))
	if err != nil {
		panic(fmt.Sprintf("dial: %s is no duration: %v", name, err))
	}
	return d
}

// Number is the value of a dial of kind [Number].
func (v Values) Number(name string) int {
	n, err := strconv.Atoi(v.Text(name))
	if err != nil {
		panic(fmt.Sprintf("dial: %s is no number: %v", name, err))
	}
	return n
}

// Set changes one setting. It fails if there is no such dial, or if the dial does not take the value, and then changes nothing.
func (v Values) Set(name, value string) error {
	d, ok := Find(name)
	if !ok {
		return fmt.Errorf("there is no dial %q", name)
	}
	if err := d.Check(value); err != nil {
		return err
	}
	v[name] = value
	return nil
}

// Parse adds a setting written as name=value.
func (v Values) Parse(setting string) error {
	name, value, ok := strings.Cut(setting, "=")
	if !ok {
		return fmt.Errorf("a dial is set as name=value, not %q", setting)
	}
	return v.Set(name, value)
}

// Check reports the first setting that [Values.Set] would refuse, or nil.
func (v Values) Check() error {
	for name, value := range v {
		if err := (Values{}).Set(name, value); err != nil {
			return err
		}
	}
	return nil
}

// Print writes one line per dial: what it is set to, what it can be set to, the question.
func (v Values) Print(w io.Writer) error {
	for _, d := range all() {
		if _, err := fmt.Fprintf(w, "%s=%s\t(%s)\t%s\n", d.Name, v.Text(d.Name), strings.Join(d.Values, "|"), d.Text); err != nil {
			return err
		}
	}
	return nil
}
