package api_test

import (
	"fmt"
	"net/http"
	"testing"
)

// member is a value in an answer by its path of names and indexes.
func member(answer any, path ...any) any {
	for _, step := range path {
		switch at := step.(type) {
		case string:
			answer = answer.(object)[at]
		case int:
			answer = answer.([]any)[at]
		}
	}
	return answer
}

func TestADiscountIsGivenAndGoesBackWithItsLineAtTheDoor(t *testing.T) {
	c := openCounter(t)
	offer := member(c.call("GET", "/offers?kind=goods", nil, http.StatusOK), 0)
	cart := c.call("POST", "/carts", object{"household": 0}, http.StatusOK)
	at := fmt.Sprintf("/carts/%v", member(cart, "id"))
	cart = c.call("POST", at+"/lines", object{"offer": member(offer, "id"), "rider": 0, "quantity": 1}, http.StatusOK)
	line := fmt.Sprintf("%s/lines/%v/discount", at, member(cart, "lines", 0, "id"))
	c.call("PUT", line, object{"percent": 0, "cents": 100, "reason": " "}, http.StatusUnprocessableEntity)
	cart = c.call("PUT", line, object{"percent": 0, "cents": 100, "reason": "Geste"}, http.StatusOK)
	c.call("PUT", at+"/promo", object{"code": "RIEN"}, http.StatusUnprocessableEntity)
	total := member(cart, "totalCents")
	if total != member(offer, "priceCents").(float64)-100 || member(cart, "lines", 0, "discounts", 0, "kind") != "manual" {
		t.Fatalf("%v", cart)
	}
	sale := c.call("POST", at+"/checkout", object{"tenders": []object{{"way": "cash", "cents": total}}}, http.StatusOK)
	shown := c.call("GET", fmt.Sprintf("/invoices/%v/credit?lines=%v&cents=%v",
		member(sale, "invoice", "id"), member(sale, "invoice", "lines", 0, "id"), total), nil, http.StatusOK)
	if member(shown, "totalCents") != total || len(member(shown, "lines").([]any)) != 2 {
		t.Errorf("%v", shown)
	}
}
