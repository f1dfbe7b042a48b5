// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/onefs-dr/terraform-provider-onefs/internal/provider"
)

var update = flag.Bool("update", false, "write the golden file")

// The golden file is the public interface of the provider: a change of it belongs into the CHANGELOG.
func TestDump_Golden(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	server := providerserver.NewProtocol6(provider.New("dev")())()
	if err := dump(t.Context(), server, provider.Address, &out); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "schema.golden.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("the schema is not the one in %s; if that is meant, run `go test ./internal/cmd/schemajson -update` "+
			"and name the change in the CHANGELOG", file)
	}
	var parsed tfjson.ProviderSchemas
	if err := json.Unmarshal(out.Bytes(), &parsed); err != nil {
		t.Fatal(err)
	}
	if err := parsed.Validate(); err != nil {
		t.Error(err)
	}
}

// What this provider does not use yet must convert as well: blocks, sets of nested objects, dynamic types.
func TestConverter_Shapes(t *testing.T) {
	t.Parallel()
	c := converter{}
	b := c.block(&tfprotov6.SchemaBlock{
		DescriptionKind: tfprotov6.StringKindMarkdown,
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "any", Type: tftypes.DynamicPseudoType, Optional: true},
			{Name: "set", Required: true, NestedType: &tfprotov6.SchemaObject{
				Nesting:    tfprotov6.SchemaObjectNestingModeSet,
				Attributes: []*tfprotov6.SchemaAttribute{{Name: "n", Type: tftypes.Number, Computed: true}},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "one", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MinItems: 1, MaxItems: 2, Block: &tfprotov6.SchemaBlock{},
		}},
	})
	if c.err != nil {
		t.Fatal(c.err)
	}
	if b.DescriptionKind != tfjson.SchemaDescriptionKindMarkdown || b.Attributes["any"].AttributeType != cty.DynamicPseudoType {
		t.Errorf("attributes: %+v", b.Attributes["any"])
	}
	if set := b.Attributes["set"]; !set.Required || set.AttributeNestedType.NestingMode != tfjson.SchemaNestingModeSet ||
		set.AttributeNestedType.Attributes["n"].AttributeType != cty.Number {
		t.Errorf("nested attributes: %+v", set)
	}
	if one := b.NestedBlocks["one"]; one.NestingMode != tfjson.SchemaNestingModeList || one.MinItems != 1 || one.MaxItems != 2 {
		t.Errorf("nested block: %+v", one)
	}
	f := c.function(&tfprotov6.Function{
		Summary: "s", Return: &tfprotov6.FunctionReturn{Type: tftypes.List{ElementType: tftypes.String}},
		Parameters:        []*tfprotov6.FunctionParameter{{Name: "a", Type: tftypes.String, AllowNullValue: true}},
		VariadicParameter: &tfprotov6.FunctionParameter{Name: "rest", Type: tftypes.Bool},
	})
	if !f.Parameters[0].IsNullable || f.VariadicParameter.Type != cty.Bool || f.ReturnType != cty.List(cty.String) {
		t.Errorf("function: %+v", f)
	}
}
