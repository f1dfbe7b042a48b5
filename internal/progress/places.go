// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Variables of the environment that say where the progress of a run is shown.
const (
	Variable       = "ONEFS_PROGRESS"
	FormatVariable = "ONEFS_PROGRESS_FORMAT"
)

// lastWords is how long the end of a run waits for what is still to be written about it.
const lastWords = 5 * time.Second

// Places are where the runs of one process are shown. The zero value is ready.
type Places struct {
	// Directory is where a directory for each resource is made, "" for none.
	Directory string

	mu   sync.Mutex
	runs map[string][]place // by resource
}

// place is one thing that shows a run.
type place struct {
	name string
	to   *Async
}

// Put hands an event to whoever shows its run.
func (p *Places) Put(e Event) {
	p.mu.Lock()
	places := p.runs[e.Resource]
	p.mu.Unlock()
	for _, at := range places {
		at.to.Put(e)
	}
}

// Open begins to show the run of a resource. The answer ends it, and tells what could not be written.
func (p *Places) Open(resource string) (over func() error) {
	var places []place
	if path := os.Getenv(Variable); path != "" {
		places = append(places, place{Variable + "=" + path, Lines(path, os.Getenv(FormatVariable))})
	}
	if p.Directory != "" {
		path := filepath.Join(p.Directory, fileName(resource), "status.json")
		places = append(places, place{path, StatusFile(OS{}, path, os.Getpid())})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.runs == nil {
		p.runs = map[string][]place{}
	}
	p.runs[resource] = places
	return func() error {
		p.mu.Lock()
		delete(p.runs, resource)
		p.mu.Unlock()
		var all []error
		for _, at := range places {
			if err := at.to.Close(lastWords); err != nil {
				all = append(all, fmt.Errorf("%s: %w", at.name, err))
			}
		}
		return errors.Join(all...)
	}
}

// fileName is the id of a resource as the name of a directory. Whatever would lead elsewhere is escaped.
func fileName(id string) string {
	if id == "" || id == "." || id == ".." {
		return "_" + id
	}
	return url.PathEscape(id)
}
