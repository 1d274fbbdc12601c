package api

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the description. Two packages may have a word in
// common (the terms of an offer and those of the club), so what belongs to an
// offer says so.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if path.Base(t.PkgPath()) == "catalogue" && t.Name() != "Offer" {
		return "Offer" + name
	}
	return name
}

// marshalOpenAPI indents the description, so that a change reads as a change in
// the repository.
func marshalOpenAPI(doc *huma.OpenAPI) ([]byte, error) {
	raw, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write openapi: %w", err)
	}
	return append(raw, '\n'), nil
}
