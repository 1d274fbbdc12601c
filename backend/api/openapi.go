package api

import (
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
)

// marshalOpenAPI indents the description, so that a change reads as a change in
// the repository.
func marshalOpenAPI(doc *huma.OpenAPI) ([]byte, error) {
	raw, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write openapi: %w", err)
	}
	return append(raw, '\n'), nil
}
