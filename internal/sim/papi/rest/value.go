// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// patterns are the forms of texts that the contract asks for.
var patterns = map[string]*regexp.Regexp{
	"name":    regexp.MustCompile(`^[0-9a-zA-Z_-]*$`),
	"dnszone": regexp.MustCompile(`^$|^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]*)*$`),
	"address": regexp.MustCompile(`^$|^[0-9]{1,3}(\.[0-9]{1,3}){3}$|^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$`),
}

// checkValue holds one value against the type and the tags of its field.
func (r *Request) checkValue(raw json.RawMessage, t reflect.Type, tag reflect.StructTag, path string) *Answer {
	if string(raw) == "null" || t == reflect.TypeFor[json.RawMessage]() {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		var tree map[string]json.RawMessage
		if json.Unmarshal(raw, &tree) != nil {
			return Refuse(BadRequest(path, "'%s' must be an object", path).Because(RuleBadValue))
		}
		return r.checkObject(tree, t, path+".")
	case reflect.Slice:
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return Refuse(BadRequest(path, "'%s' must be an array", path).Because(RuleBadValue))
		}
		for i, v := range list {
			if bad := r.checkValue(v, t.Elem(), tag, fmt.Sprintf("%s[%d]", path, i)); bad != nil {
				return bad
			}
		}
	case reflect.String:
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return Refuse(BadRequest(path, "'%s' must be a text", path).Because(RuleBadValue))
		}
		return checkText(s, tag, path)
	case reflect.Int, reflect.Int64:
		var n int64
		if json.Unmarshal(raw, &n) != nil {
			return Refuse(BadRequest(path, "'%s' must be a whole number", path).Because(RuleBadValue))
		}
		return checkNumber(n, tag, path)
	}
	return nil
}

func checkText(s string, tag reflect.StructTag, path string) *Answer {
	if list := tag.Get("enum"); list != "" && !slices.Contains(strings.Split(list, ","), s) {
		return Refuse(BadRequest(path, "'%s' is not one of %s", path, list).Because(RuleBadValue))
	}
	if longest, err := strconv.Atoi(tag.Get("max")); err == nil && len(s) > longest {
		return Refuse(BadRequest(path, "'%s' is longer than %d", path, longest).Because(RuleBadValue))
	}
	if form := patterns[tag.Get("pattern")]; form != nil && !form.MatchString(s) {
		return Refuse(BadRequest(path, "'%s' has a form that is not accepted: '%s'", path, s).Because(RuleBadValue))
	}
	return nil
}

func checkNumber(n int64, tag reflect.StructTag, path string) *Answer {
	low, high, ok := strings.Cut(tag.Get("range"), ",")
	if !ok {
		return nil
	}
	from, _ := strconv.ParseInt(low, 10, 64)
	to, _ := strconv.ParseInt(high, 10, 64)
	if n < from || n > to {
		return Refuse(BadRequest(path, "'%s' must be between %d and %d", path, from, to).Because(RuleBadValue))
	}
	return nil
}
