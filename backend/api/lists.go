package api

import "reflect"

// whole makes the lists of an answer lists: one that holds nothing is [] and
// never null, whoever forgot to make it. The description promises it
// (DefaultArrayNullable), and a screen that counts on it broke once.
func whole[Out any](out Out) *Body[Out] {
	body := &Body[Out]{out}
	fill(reflect.ValueOf(&body.Body).Elem())
	return body
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 { // bytes are no list
			return
		}
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if holdsLists(v.Type().Elem()) {
			for i := range v.Len() {
				fill(v.Index(i))
			}
		}
	}
}

// holdsLists spares the walk through ten thousand amounts.
func holdsLists(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Slice:
		return true
	}
	return false
}
