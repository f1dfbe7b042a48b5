// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"encoding/json"
	"errors"
	"fmt"
)

const (
	// JournalFormat is the format of the journal that this release writes. It reads this one, format 1, and DrillFormat.
	JournalFormat = 2
	// DrillFormat is that of a journal with an open drill: a release that knows no drills must not write it without.
	DrillFormat = 3
	// storedFormat is the format of a stored survey that this release writes. It reads this one and format 1.
	storedFormat = 2
)

// FormatError is a document of a format that this release does not read.
type FormatError struct{ Has, Reads int }

func (e *FormatError) Error() string {
	return fmt.Sprintf("has format %d; this release reads formats up to %d", e.Has, e.Reads)
}

// Later tells whether an error comes from a document of a format that a later release has written, and which format that is; 0 otherwise.
func Later(err error) int {
	if e, ok := errors.AsType[*FormatError](err); ok && e.Has > e.Reads {
		return e.Has
	}
	return 0
}

// DecodeJournal reads a journal. The format is looked at before anything else, so that a document of a later release is never taken for a
// broken one.
func DecodeJournal(b []byte) (*Journal, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return nil, err
	}
	switch head.Format {
	case 1:
		return decodeJournal1(b)
	case JournalFormat, DrillFormat:
		j := new(Journal)
		if err := Decode(b, j); err != nil {
			return nil, err
		}
		return j, nil
	default:
		return nil, &FormatError{Has: head.Format, Reads: DrillFormat}
	}
}

// decodeStored reads the text of a stored survey.
func decodeStored(format int, plain []byte) (*Survey, error) {
	if format == 1 {
		return decodeSurvey1(plain)
	}
	s := new(Survey)
	if err := Decode(plain, s); err != nil {
		return nil, err
	}
	return s, nil
}
