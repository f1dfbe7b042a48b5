// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// converter turns schemas of the protocol into Terraform's JSON form. It keeps its first error.
type converter struct{ err error }

var nestedModes = map[tfprotov6.SchemaObjectNestingMode]tfjson.SchemaNestingMode{
	tfprotov6.SchemaObjectNestingModeSingle: tfjson.SchemaNestingModeSingle,
	tfprotov6.SchemaObjectNestingModeList:   tfjson.SchemaNestingModeList,
	tfprotov6.SchemaObjectNestingModeSet:    tfjson.SchemaNestingModeSet,
	tfprotov6.SchemaObjectNestingModeMap:    tfjson.SchemaNestingModeMap,
}

var blockModes = map[tfprotov6.SchemaNestedBlockNestingMode]tfjson.SchemaNestingMode{
	tfprotov6.SchemaNestedBlockNestingModeSingle: tfjson.SchemaNestingModeSingle,
	tfprotov6.SchemaNestedBlockNestingModeList:   tfjson.SchemaNestingModeList,
	tfprotov6.SchemaNestedBlockNestingModeSet:    tfjson.SchemaNestingModeSet,
	tfprotov6.SchemaNestedBlockNestingModeMap:    tfjson.SchemaNestingModeMap,
	tfprotov6.SchemaNestedBlockNestingModeGroup:  tfjson.SchemaNestingModeGroup,
}

// typeOf goes by way of the types' JSON form, the one that both libraries share.
func (c *converter) typeOf(t tftypes.Type) cty.Type {
	b, err := t.MarshalJSON() //nolint:staticcheck // The protocol library has no other way to write a type.
	if err == nil {
		var out cty.Type
		if out, err = ctyjson.UnmarshalType(b); err == nil {
			return out
		}
	}
	if c.err == nil {
		c.err = fmt.Errorf("type %s: %w", t, err)
	}
	return cty.DynamicPseudoType
}

func descriptionKind(k tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if k == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}
	return tfjson.SchemaDescriptionKindPlain
}

func (c *converter) attributes(in []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	out := map[string]*tfjson.SchemaAttribute{}
	for _, a := range in {
		o := &tfjson.SchemaAttribute{
			Description: a.Description, DescriptionKind: descriptionKind(a.DescriptionKind), Deprecated: a.Deprecated,
			Required: a.Required, Optional: a.Optional, Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		}
		if n := a.NestedType; n != nil {
			o.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
				Attributes: c.attributes(n.Attributes), NestingMode: nestedModes[n.Nesting],
			}
		} else {
			o.AttributeType = c.typeOf(a.Type)
		}
		out[a.Name] = o
	}
	return out
}

func (c *converter) block(b *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	out := &tfjson.SchemaBlock{
		Attributes: c.attributes(b.Attributes), Description: b.Description,
		DescriptionKind: descriptionKind(b.DescriptionKind), Deprecated: b.Deprecated,
	}
	for _, n := range b.BlockTypes {
		if out.NestedBlocks == nil {
			out.NestedBlocks = map[string]*tfjson.SchemaBlockType{}
		}
		out.NestedBlocks[n.TypeName] = &tfjson.SchemaBlockType{
			NestingMode: blockModes[n.Nesting], Block: c.block(n.Block), MinItems: uint64(n.MinItems), MaxItems: uint64(n.MaxItems),
		}
	}
	return out
}

func (c *converter) schema(s *tfprotov6.Schema) *tfjson.Schema {
	return &tfjson.Schema{Version: uint64(s.Version), Block: c.block(s.Block)}
}

func (c *converter) schemas(in map[string]*tfprotov6.Schema) map[string]*tfjson.Schema {
	out := map[string]*tfjson.Schema{}
	for name, s := range in {
		out[name] = c.schema(s)
	}
	return out
}
