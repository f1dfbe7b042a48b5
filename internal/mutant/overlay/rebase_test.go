// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// product is a small product file. The first patch changes a line of it, the second adds some.
const (
	product = `package a

import "fmt"

// one does it.
func one(n int) error {
	if n < 1 {
		return nil
	}
	fmt.Println(n)
	return nil
}

func two() {
	fmt.Println(2)
}
`
	changing = `# it is done whatever n says
--- a/internal/a/a.go
+++ b/internal/a/a.go
@@ -5,5 +5,5 @@
 // one does it.
 func one(n int) error {
-	if n < 1 {
+	if n < 1 && !mutant.On("m") {
 		return nil
 	}
`
	adding = `# it is done twice
--- a/internal/a/a.go
+++ b/internal/a/a.go
@@ -9,4 +9,7 @@
 	}
 	fmt.Println(n)
+	if mutant.On("m") {
+		fmt.Println(n)
+	}
 	return nil
 }
`
)

// tree is a tree with one product file and the patch m.
func tree(t *testing.T, patch, file, text string) string {
	t.Helper()
	dir := t.TempDir()
	for path, text := range map[string]string{Folder + "/m.patch": patch, file: text} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Whatever becomes of the file, a patch either comes out of Rebase as one that applies exactly, or is named and left as it was.
func TestRebase(t *testing.T) {
	const one, two = "\tif n < 1 && !mutant.On(\"m\") {", "\tfmt.Println(n)\n\tif mutant.On(\"m\") {\n\t\tfmt.Println(n)\n\t}\n\treturn nil\n"
	for _, c := range []struct {
		name, patch string
		edit        []string // pairs of what is in the file and what is put there
		file        string   // where the file is now; "" for where it was
		applies     bool     // without Rebase
		said        string
		want        string // in the mutated file; "" if the patch is lost
	}{
		{name: "nothing has changed", patch: changing, applies: true, want: one},
		{
			name: "lines have come far above", patch: changing, edit: []string{"\"fmt\"\n", "\"fmt\"\n\nconst x = 1\n"},
			applies: true, want: one,
		},
		{
			name: "wrong counts and much context", applies: true, said: "its form", want: one,
			patch: strings.Replace(strings.Replace(changing, "5,5", "1,1", 1), " // one", " import \"fmt\"\n \n // one", 1),
		},
		{name: "a comment in the context", patch: changing, edit: []string{"one does it", "one does so"}, said: "by less context", want: one},
		{
			name: "a line behind an addition", patch: adding, edit: []string{"(n)\n\treturn nil\n", "(n)\n\treturn nil\n\t//\n"},
			said: "by less context", want: two,
		},
		{
			name: "the line behind an addition", patch: adding, edit: []string{"(n)\n\treturn nil\n", "(n)\n\treturn f()\n"}, said: "fits nowhere",
		},
		{
			name: "deeper by one", patch: adding,
			edit: []string{"\tfmt.Println(n)\n\treturn nil\n", "\t{\n\t\tfmt.Println(n)\n\t\treturn nil\n\t}\n"},
			said: "by less context", want: "\t\tif mutant.On(\"m\") {\n\t\t\tfmt.Println(n)\n\t\t}\n\t\treturn nil\n",
		},
		{name: "the file has moved", patch: changing, file: "internal/b/b.go", said: "moved, now in internal/b/b.go", want: one},
		{
			name: "moved and changed", patch: changing, file: "internal/b/b.go", edit: []string{"one does it", "one does so"},
			said: "moved, and by less context, now in internal/b/b.go", want: one,
		},
		{
			name: "the line itself", patch: changing, edit: []string{"n < 1 {", "n < 2 || n > 5 {"}, said: "read it",
			want: "\tif n < 2 || n > 5 && !mutant.On(\"m\") {",
		},
		{name: "the line and another end", patch: changing, edit: []string{"if n < 1 {", "if n < 1 { //"}, said: "fits nowhere"},
		{name: "the lines are gone", patch: adding, edit: []string{"\tfmt.Println(n)\n\treturn nil\n", "\tpanic(1)\n"}, said: "fits nowhere"},
		{
			name: "the lines are there twice", patch: adding, edit: []string{"\tfmt.Println(2)", "\tif true {\n\t}\n\tfmt.Println(n)\n\treturn nil"},
			said: "more than one place",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const was = "internal/a/a.go"
			if c.file == "" {
				c.file = was
			}
			dir := tree(t, c.patch, c.file, strings.NewReplacer(c.edit...).Replace(product))
			if _, err := all(dir); (err == nil) != c.applies {
				t.Errorf("without a rebase: %v", err)
			}
			notes, err := Rebase(dir)
			if err != nil {
				t.Fatal(err)
			}
			said, lost := "", false
			for _, n := range notes {
				said, lost = said+n.Text, n.Lost
			}
			if (c.said == "") != (said == "") || !strings.Contains(said, c.said) || lost != (c.want == "") {
				t.Errorf("it says %q, want %q; lost: %v", said, c.said, lost)
			}
			if c.want == "" {
				if b, err := os.ReadFile(filepath.Join(dir, Folder, "m.patch")); err != nil || string(b) != c.patch {
					t.Errorf("a patch that fits nowhere was changed: %v\n%s", err, b)
				}
				return
			}
			files, err := all(dir)
			if err != nil || !strings.Contains(files[c.file], c.want) {
				t.Errorf("%v\n%s", err, files[c.file])
			}
			if notes, err = Rebase(dir); err != nil || len(notes) > 0 {
				t.Errorf("a second rebase finds something to do: %v %v", notes, err)
			}
		})
	}
}

// all are the mutated files of a tree.
func all(dir string) (map[string]string, error) {
	patches, err := Load(dir)
	if err != nil {
		return nil, err
	}
	return mutated(dir, patches)
}

// Two patches may add at one place, and are refused where they change one line.
func TestApply_Together(t *testing.T) {
	second := strings.ReplaceAll(adding, `"m"`, `"n"`)
	clash := strings.ReplaceAll(changing, `"m"`, `"n"`)
	for _, c := range []struct {
		first, second, want, err string
	}{
		{first: adding, second: second, want: "\tif mutant.On(\"m\") {\n\t\tfmt.Println(n)\n\t}\n\tif mutant.On(\"n\") {\n"},
		{first: adding, second: clash, want: "\tif n < 1 && !mutant.On(\"n\") {"},
		{first: changing, second: clash, err: "m and n change the same line 7"},
	} {
		dir := tree(t, c.first, "internal/a/a.go", product)
		if err := os.WriteFile(filepath.Join(dir, Folder, "n.patch"), []byte(c.second), 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := all(dir)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("got %v, want %s", err, c.err)
			}
			continue
		}
		if got := files["internal/a/a.go"]; err != nil || !strings.Contains(got, c.want) ||
			!strings.HasPrefix(got, "package a; import "+switchImport+"\n") {
			t.Errorf("%v\n%s", err, got)
		}
	}
}

// A patch that is no patch of ours is refused, and the word says why.
func TestLoad_Refuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no text", strings.TrimPrefix(changing, "# it is done whatever n says\n"), "the first line is not"},
		{"another name", strings.ReplaceAll(changing, `"m"`, `"x"`), `asks for ["x"]`},
		{"no switch", strings.ReplaceAll(changing, `mutant.On("m")`, "false"), "asks for []"},
		{"nothing", "# nothing\n", "changes nothing"},
		{"two files", changing + strings.ReplaceAll(changing[strings.Index(changing, "\n")+1:], "a.go", "b.go"), "more than one file"},
		{"no diff", strings.Replace(changing, "+\tif", "\tif", 1), "no line of a unified diff"},
	} {
		_, err := all(tree(t, c.text, "internal/a/a.go", product))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "m: ") {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

// What git writes is understood, with its headers, and without the import that the overlay adds by itself.
func TestLoad_TakesWhatGitWrites(t *testing.T) {
	text := strings.Replace(changing, "--- a/", "diff --git a/internal/a/a.go b/internal/a/a.go\nindex 1..2 100644\n--- a/", 1)
	text = strings.Replace(text, "@@ -5", "@@ -1,3 +1,4 @@\n import \"fmt\"\n+\t"+switchImport+"\n \n@@ -5", 1)
	files, err := all(tree(t, text, "internal/a/a.go", product))
	if err != nil || strings.Count(files["internal/a/a.go"], switchImport) != 1 {
		t.Errorf("%v\n%s", err, files["internal/a/a.go"])
	}
}
