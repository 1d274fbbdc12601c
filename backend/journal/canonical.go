package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ErrNotInteger says that a payload holds a number that is not whole. Amounts
// are cents; a fraction has more than one way of being written.
var ErrNotInteger = errors.New("a sealed number must be whole")

// Canonical writes a value in its one form: UTF-8 in NFC, keys sorted by code
// point, whole numbers only, no space, nothing escaped that need not be. Two
// values that say the same give the same bytes.
func Canonical(value any) (string, error) {
	if tree, is := value.(Tree); is {
		var out strings.Builder
		err := write(&out, map[string]any(tree))
		return out.String(), err
	}
	var raw bytes.Buffer
	encoder := json.NewEncoder(&raw)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	tree, err := parse(raw.String())
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = write(&out, tree)
	return out.String(), err
}

func parse(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read sealed line: %w", err)
	}
	return tree, nil
}

func write(out *strings.Builder, value any) error {
	switch v := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, v)
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			return fmt.Errorf("%w: %s", ErrNotInteger, v)
		}
		fmt.Fprint(out, n)
	case string:
		writeText(out, v)
	case []any:
		return writeList(out, v)
	case map[string]any:
		return writeObject(out, v)
	}
	return nil
}

func writeList(out *strings.Builder, list []any) error {
	out.WriteByte('[')
	for i, item := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := write(out, item); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	return nil
}

func writeObject(out *strings.Builder, object map[string]any) error {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			out.WriteByte(',')
		}
		writeText(out, key)
		out.WriteByte(':')
		if err := write(out, object[key]); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

// writeText escapes what JSON demands (RFC 8259 section 7) and nothing else.
func writeText(out *strings.Builder, text string) {
	out.WriteByte('"')
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0x20:
			fmt.Fprintf(out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}

// Difference is a place where what a table holds is not what was sealed.
type Difference struct {
	Path   string // lines[2].cents
	Sealed string // as JSON; "" when it was not there
	Found  string
}

// Differences compares two canonical texts and names the places in order.
func Differences(sealed, found string) ([]Difference, error) {
	a, err := parse(sealed)
	if err != nil {
		return nil, err
	}
	b, err := parse(found)
	if err != nil {
		return nil, err
	}
	var list []Difference
	compare(&list, "", a, b)
	return list, nil
}

func compare(list *[]Difference, path string, a, b any) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			keys := map[string]bool{}
			for key := range x {
				keys[key] = true
			}
			for key := range y {
				keys[key] = true
			}
			names := make([]string, 0, len(keys))
			for key := range keys {
				names = append(names, key)
			}
			slices.Sort(names)
			for _, key := range names {
				compare(list, strings.TrimPrefix(path+"."+key, "."), x[key], y[key])
			}
			return
		}
	case []any:
		if y, ok := b.([]any); ok {
			for i := range max(len(x), len(y)) {
				compare(list, fmt.Sprintf("%s[%d]", path, i), at(x, i), at(y, i))
			}
			return
		}
	}
	sealed, found := shown(a), shown(b)
	if sealed != found {
		*list = append(*list, Difference{Path: path, Sealed: sealed, Found: found})
	}
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func shown(value any) string {
	if value == nil {
		return ""
	}
	var out strings.Builder
	if err := write(&out, value); err != nil {
		return fmt.Sprint(value)
	}
	return out.String()
}
