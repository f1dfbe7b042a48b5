// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// call calls a function by the protocol; the provider is not configured.
func call(t *testing.T, name string, result tftypes.Type, arguments ...tftypes.Value) (tftypes.Value, string) {
	t.Helper()
	c := newCore(t, nil)
	var wired []*tfprotov6.DynamicValue
	for _, a := range arguments {
		wired = append(wired, c.wire(a))
	}
	r, err := c.serve().CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: wired})
	if err != nil {
		t.Fatal(err)
	}
	if r.Error != nil {
		return tftypes.Value{}, r.Error.Text
	}
	v, err := r.Result.Unmarshal(result)
	if err != nil {
		t.Fatal(err)
	}
	return v, ""
}

func word(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func TestFunctions(t *testing.T) {
	t.Parallel()
	hint := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"key": tftypes.String, "tail": tftypes.String}}
	texts := tftypes.List{ElementType: tftypes.String}
	if v, text := call(
		t,
		"parked_name",
		tftypes.String,
		word("NAS1.example.com."),
	); text != "" ||
		plain(v) != "igls-original-nas1.example.com" {
		t.Errorf("parked_name: %s %s", v, text)
	}
	if _, text := call(
		t,
		"parked_name",
		tftypes.String,
		word(strings.Repeat("a", 60)+".example.com"),
	); !strings.Contains(
		text,
		"cannot be parked",
	) {
		t.Errorf("parked_name of a long label: %q", text)
	}
	if v, text := call(t, "parse_hint", hint, word("igls-nas-1-prod.example.com")); text != "" || plain(attributes(v)["key"]) != "nas-1" ||
		plain(attributes(v)["tail"]) != "prod" {
		t.Errorf("parse_hint: %s %s", v, text)
	}
	if v, text := call(t, "parse_hint", hint, word("nas1.example.com")); text != "" || !v.IsNull() {
		t.Errorf("parse_hint of no hint: %s %s", v, text)
	}
	v, text := call(
		t,
		"service_principals",
		texts,
		word("nas1.example.com"),
		tftypes.NewValue(texts, []tftypes.Value{word("HOST"), word("nfs")}),
	)
	if text != "" || plain(v) != "HOST/nas1.example.com HOST/nas1 nfs/nas1.example.com nfs/nas1" {
		t.Errorf("service_principals: %s %s", v, text)
	}
}
