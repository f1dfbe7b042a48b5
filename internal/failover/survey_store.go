// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
)

// stored is how a survey lies in private state: Terraform wants valid JSON there, and the survey of a pool with thousands of quotas is
// large but repetitive, so it is compressed.
type stored struct {
	Format int    `json:"format"`
	Survey []byte `json:"survey"`
}

const storedFormat = 1

// Encode is the survey as a JSON value for private state. It holds no secret: the clients' credentials are never part of a survey.
func (s *Survey) Encode() ([]byte, error) {
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode survey: %w", err)
	}
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(plain); err != nil {
		return nil, fmt.Errorf("compress survey: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compress survey: %w", err)
	}
	return json.Marshal(stored{Format: storedFormat, Survey: buf.Bytes()})
}

// DecodeSurvey reads what Encode wrote. A format of a later release is an error: the caller then surveys again.
func DecodeSurvey(b []byte) (*Survey, error) {
	var st stored
	if err := json.Unmarshal(b, &st); err != nil {
		return nil, fmt.Errorf("decode survey: %w", err)
	}
	if st.Format != storedFormat {
		return nil, fmt.Errorf("the stored survey has format %d, this release reads format %d", st.Format, storedFormat)
	}
	z, err := gzip.NewReader(bytes.NewReader(st.Survey))
	if err != nil {
		return nil, fmt.Errorf("decompress survey: %w", err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("decompress survey: %w", err)
	}
	s := new(Survey)
	if err := decode(plain, s); err != nil {
		return nil, fmt.Errorf("decode survey: %w", err)
	}
	return s, nil
}
