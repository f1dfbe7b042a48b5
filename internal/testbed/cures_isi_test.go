// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// This file knows the commands of OneFS that texts print, and what each does by the API. A form that is not here fails the test.

// command is a command, taken apart.
type command struct {
	args []string
	// options have their two dashes and their value after "="; one without a value has "".
	options map[string]string
}

func parse(line string) (command, error) {
	words, err := shellWords(line)
	if err != nil {
		return command{}, err
	}
	c := command{options: map[string]string{}}
	for _, w := range words {
		if option, value, _ := strings.Cut(w, "="); strings.HasPrefix(w, "--") {
			c.options[option] = value
		} else {
			c.args = append(c.args, w)
		}
	}
	return c, nil
}

// shellWords splits a line as a shell does that knows single quotes and backslashes, which is all that texts use.
func shellWords(line string) (out []string, err error) {
	var word strings.Builder
	inWord, quoted, escaped := false, false, false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case quoted && r != '\'':
			word.WriteRune(r)
		case r == '\'':
			quoted, inWord = !quoted, true
		case r == '\\':
			escaped, inWord = true, true
		case r == ' ':
			if inWord {
				out = append(out, word.String())
				word.Reset()
			}
			inWord = false
		case strings.ContainsRune("<>|&;()$\"*?[]#~!", r):
			return nil, fmt.Errorf("a shell would do something about %q in %q", r, line)
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quoted || escaped {
		return nil, fmt.Errorf("a quote is open at the end of %q", line)
	}
	if inWord {
		out = append(out, word.String())
	}
	return out, nil
}

// shows are commands that change nothing.
var shows = []string{
	"isi status", "isi network pools list", "isi sync policies list", "isi sync target list", "isi sync jobs list", "isi job jobs list",
	"isi sync reports view", "isi auth ads view", "isi quota quotas notifications list",
}

// byHand are commands that need something that no text can know, such as a file, and that are printed without it.
var byHand = []string{
	"isi license add", "isi ntp servers create", "isi sync certificates peer import", "isi sync certificates server import",
	"isi cloud access add",
}

// form does what a command does. target is its argument, "" for none.
type form func(r *Raw, target string, o map[string]string) (int, error)

var forms = map[string]form{
	"isi sync jobs start":  job(http.MethodPost, func(p string) string { return `{"id":` + text(p) + `}` }),
	"isi sync jobs resume": job(http.MethodPut, func(string) string { return `{"state":"running"}` }),
	"isi sync jobs cancel": job(http.MethodPut, func(string) string { return `{"state":"canceled"}` }),
	"isi sync recovery allow-write": job(http.MethodPost, func(p string) string {
		return `{"id":` + text(p) + `,"action":"allow_write"}`
	}),
	"isi sync policies enable":  change("/platform/14/sync/policies/", `{"enabled":true}`),
	"isi sync policies resolve": change("/platform/14/sync/policies/", `{"conflicted":false}`),
	"isi sync policies delete": func(r *Raw, p string, _ map[string]string) (int, error) {
		status, _ := r.Do(http.MethodDelete, "/platform/14/sync/policies/"+url.PathEscape(p), "")
		return status, nil
	},
	"isi sync policies reset": func(r *Raw, p string, _ map[string]string) (int, error) {
		status, _ := r.Do(http.MethodPost, "/platform/1/sync/policies/"+url.PathEscape(p)+"/reset", "{}")
		return status, nil
	},
	"isi sync target break": func(r *Raw, id string, _ map[string]string) (int, error) {
		status, _ := r.Do(http.MethodDelete, "/platform/1/sync/target/policies/"+url.PathEscape(id), "")
		return status, nil
	},
	"isi sync policies modify": modify("/platform/14/sync/policies/"),
	"isi sync rules modify":    modify("/platform/3/sync/rules/"),
	"isi sync settings modify": modify("/platform/16/sync/settings"),
	"isi services":             service,
	"isi network pools modify": poolModify,
	"isi network pools sc-resume-nodes": func(r *Raw, pool string, o map[string]string) (int, error) {
		status, _ := r.Do(http.MethodPost, strings.Replace(poolURL(pool), "/16/", "/3/", 1)+"/sc-resume-nodes", `{"lnn":[`+o[""]+`]}`)
		return status, nil
	},
	"isi network subnets modify": func(r *Raw, subnet string, o map[string]string) (int, error) {
		part := strings.Split(subnet, ".")
		a := o["--sc-service-addrs"]
		status, _ := r.Do(http.MethodPut, "/platform/16/network/groupnets/"+part[0]+"/subnets/"+part[1],
			`{"sc_service_addrs":[{"low":"`+a+`","high":"`+a+`"}]}`)
		return status, nil
	},
	"isi auth ads spn create": spns(func(have []string, spn string) []string { return append(have, spn) }),
	"isi auth ads spn delete": spns(func(have []string, spn string) []string {
		return slices.DeleteFunc(have, func(x string) bool { return strings.EqualFold(x, spn) })
	}),
	"isi auth roles modify": func(r *Raw, role string, o map[string]string) (int, error) {
		for option, level := range map[string]string{"--add-priv-write": "w", "--add-priv-read": "r"} {
			if p := o[option]; p != "" {
				status, _ := r.Do(http.MethodPost, "/platform/14/auth/roles/"+role+"/privileges", `{"id":"`+p+`","permission":"`+level+`"}`)
				return status, nil
			}
		}
		return 0, fmt.Errorf("unknown options %v", o)
	},
	"isi zone zones modify": func(r *Raw, zone string, o map[string]string) (int, error) {
		at := "/platform/3/zones/" + url.PathEscape(zone)
		if p := o["--add-auth-providers"]; p != "" {
			have := words(r.One(at, "zones")["auth_providers"])
			status, _ := r.Do(http.MethodPut, at, `{"auth_providers":`+text(append(have, p))+`}`)
			return status, nil
		}
		return modify("/platform/3/zones/")(r, zone, o)
	},
	"isi zone zones create": func(r *Raw, zone string, o map[string]string) (int, error) {
		status, _ := r.Do(http.MethodPost, "/platform/3/zones", `{"name":`+text(zone)+`,"path":`+text(o[""])+`}`)
		return status, nil
	},
}

// translate is what a command does; nil for one that changes nothing. Its verb is the longest of the forms that it begins with.
func translate(line string) (func(r *Raw) (int, error), error) {
	c, err := parse(line)
	if err != nil {
		return nil, err
	}
	for n := len(c.args); n > 1; n-- {
		verb := strings.Join(c.args[:n], " ")
		if slices.Contains(shows, verb) {
			return nil, nil
		}
		if slices.Contains(byHand, verb) && n == len(c.args) && len(c.options) == 0 {
			return nil, nil
		}
		do, ok := forms[verb]
		if !ok {
			continue
		}
		target := ""
		if len(c.args) > n {
			target = c.args[n]
		}
		if len(c.args) > n+1 {
			c.options[""] = c.args[n+1]
		}
		if len(c.args) > n+2 {
			return nil, fmt.Errorf("too many words: %s", line)
		}
		return func(r *Raw) (int, error) { return do(r, target, c.options) }, nil
	}
	return nil, fmt.Errorf("no known form: %s", line)
}

// job does something about the job of a policy. --revert makes an allow_write the taking back of one.
func job(method string, body func(policy string) string) form {
	return func(r *Raw, policy string, o map[string]string) (int, error) {
		at, doc := "/platform/15/sync/jobs", body(policy)
		if method == http.MethodPut {
			at += "/" + url.PathEscape(policy)
		}
		if _, revert := o["--revert"]; revert {
			doc = strings.Replace(doc, `"allow_write"`, `"allow_write_revert"`, 1)
		}
		status, _ := r.Do(method, at, doc)
		return status, nil
	}
}

func change(at, body string) form {
	return func(r *Raw, name string, _ map[string]string) (int, error) {
		status, _ := r.Do(http.MethodPut, at+url.PathEscape(name), body)
		return status, nil
	}
}

// modify turns options into the properties of the same names.
func modify(at string) form {
	return func(r *Raw, name string, o map[string]string) (int, error) {
		doc := map[string]any{}
		for option, value := range o {
			property := strings.ReplaceAll(strings.TrimPrefix(option, "--"), "-", "_")
			switch {
			case strings.HasPrefix(property, "clear_"):
				doc[strings.TrimPrefix(property, "clear_")] = nil
			case property == "set_password":
				doc["password"] = "way-back"
			case value == "true" || value == "false":
				doc[property] = value == "true"
			default:
				doc[property] = value
			}
		}
		path := at
		if name != "" {
			path += url.PathEscape(name)
		}
		status, _ := r.Do(http.MethodPut, path, text(doc))
		return status, nil
	}
}

func service(r *Raw, name string, o map[string]string) (int, error) {
	at := map[string]string{"smb": "/platform/7/protocols/smb/settings/global", "nfs": "/platform/14/protocols/nfs/settings/global"}[name]
	if at == "" || o[""] != "enable" {
		return 0, fmt.Errorf("unknown service %s %s", name, o[""])
	}
	status, _ := r.Do(http.MethodPut, at, `{"service":true}`)
	return status, nil
}

// poolModify adds or takes one alias or interface, and sets single values.
func poolModify(r *Raw, pool string, o map[string]string) (int, error) {
	doc, now := map[string]any{}, r.One(poolURL(pool), "pools")
	for option, value := range o {
		aliases := words(now["sc_dns_zone_aliases"])
		switch option {
		case "--add-sc-dns-zone-aliases":
			doc["sc_dns_zone_aliases"] = append(aliases, value)
		case "--remove-sc-dns-zone-aliases":
			doc["sc_dns_zone_aliases"] = slices.DeleteFunc(aliases, func(a string) bool { return strings.EqualFold(a, value) })
		case "--add-ifaces":
			lnn, name, _ := strings.Cut(value, ":")
			have, _ := now["ifaces"].([]any)
			doc["ifaces"] = append(have, map[string]any{"iface": name, "lnn": int(lnn[0] - '0')})
		case "--sc-ttl":
			doc["sc_ttl"] = int(value[0] - '0')
		case "--alloc-method":
			doc["alloc_method"] = value
		case "--sc-dns-zone":
			doc["sc_dns_zone"] = value
		default:
			return 0, fmt.Errorf("unknown option %s of a pool", option)
		}
	}
	status, _ := r.Do(http.MethodPut, poolURL(pool), text(doc))
	return status, nil
}

func spns(edit func(have []string, spn string) []string) form {
	return func(r *Raw, provider string, o map[string]string) (int, error) {
		at := "/platform/14/auth/providers/ads/" + url.PathEscape(provider)
		status, _ := r.Do(http.MethodPut, at, `{"spns":`+text(edit(words(r.One(at, "ads")["spns"]), o["--spn"]))+`}`)
		return status, nil
	}
}
