// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
)

// Clone is a deep copy, for effects of a preview. A run makes one in every round, so it does not go through the stored form.
func (s *Survey) Clone() *Survey {
	out := new(Survey)
	deepCopy(reflect.ValueOf(out).Elem(), reflect.ValueOf(s).Elem())
	return out
}

// definitionType: definitions are most of a survey, and copied without looking at their type over and over.
var definitionType = reflect.TypeFor[Definition]()

// deepCopy makes to, which can be set, the same as from without sharing anything with it. A survey is a tree of plain values: what lies in
// an interface is a list, a map or a simple value of a decoded JSON text.
func deepCopy(to, from reflect.Value) {
	if from.Type() == definitionType {
		if !from.IsNil() {
			to.Set(reflect.ValueOf(from.Interface().(Definition).Clone())) //nolint:forcetypeassert // it is of that type
		}
		return
	}
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			deepCopy(to.Elem(), from.Elem())
		}
	case reflect.Interface:
		if !from.IsNil() {
			inner := reflect.New(from.Elem().Type()).Elem()
			deepCopy(inner, from.Elem())
			to.Set(inner)
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				deepCopy(to.Index(i), from.Index(i))
			}
		}
	case reflect.Map:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		for each := from.MapRange(); each.Next(); {
			value := reflect.New(from.Type().Elem()).Elem()
			deepCopy(value, each.Value())
			to.SetMapIndex(each.Key(), value)
		}
	case reflect.Struct:
		to.Set(from) // for what is not exported: plain values of a field that may be null
		for i := range from.NumField() {
			if to.Field(i).CanSet() {
				deepCopy(to.Field(i), from.Field(i))
			}
		}
	default:
		to.Set(from)
	}
}

// Only is the survey cut to the declared policies. A survey made at an import covers every policy of the access zone, because the
// declared ones are not known then. Policies that the survey did not find are missing in the answer.
func (s *Survey) Only(policies []string) *Survey {
	covered := s.PolicyNames()
	if slices.Equal(covered, policies) && len(s.Missing) == 0 {
		return s
	}
	out := s.Clone()
	out.Pairs = slices.DeleteFunc(out.Pairs, func(p Pair) bool { return !slices.Contains(policies, p.Name) })
	out.Missing = nil
	for _, p := range policies {
		if !slices.Contains(covered, p) {
			out.Missing = append(out.Missing, p)
		}
	}
	return out
}

// stored is how a survey lies in private state: Terraform wants valid JSON there, and the survey of a pool with thousands of quotas is
// large but repetitive, so it is compressed.
type stored struct {
	Format int    `json:"format"`
	Survey []byte `json:"survey"`
}

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

// longestSurvey bounds what a stored survey may unpack to: ten times that of a pool with all quotas, shares and exports that OneFS allows
// for one cluster's directory. A few bytes could otherwise fill the memory.
const longestSurvey = 256 << 20

// DecodeSurvey reads what Encode wrote. A format of a later release is an error: the caller then surveys again.
func DecodeSurvey(b []byte) (*Survey, error) {
	var st stored
	if err := json.Unmarshal(b, &st); err != nil {
		return nil, fmt.Errorf("decode survey: %w", err)
	}
	if st.Format != 1 && st.Format != storedFormat {
		return nil, fmt.Errorf("the stored survey %w", &FormatError{Has: st.Format, Reads: storedFormat})
	}
	z, err := gzip.NewReader(bytes.NewReader(st.Survey))
	if err != nil {
		return nil, fmt.Errorf("decompress survey: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(z, longestSurvey+1))
	if err != nil {
		return nil, fmt.Errorf("decompress survey: %w", err)
	}
	if len(plain) > longestSurvey {
		return nil, fmt.Errorf("decompress survey: it is longer than %d bytes", longestSurvey)
	}
	s, err := decodeStored(st.Format, plain)
	if err != nil {
		return nil, fmt.Errorf("decode survey: %w", err)
	}
	return s, nil
}
