package club

// SellerLacks names the fields of the identity that the law asks of the seller
// on every invoice and that are empty (CGI ann. II art. 242 nonies A; RULES
// section 3): the address of all; the SIREN and the VAT number of a French club
// that charges VAT, the enterprise and the VAT number of a Belgian one. A club
// outside VAT may be an association that has no number at all.
func (s Settings) SellerLacks() []string {
	var lacks []string
	ask := func(field, value string) {
		if value == "" {
			lacks = append(lacks, field)
		}
	}
	ask("street", s.Identity.Street)
	ask("postalCode", s.Identity.PostalCode)
	ask("town", s.Identity.Town)
	switch {
	case s.Policy.OutsideVAT:
		return lacks
	case s.Identity.Country == "BE":
		ask("enterprise", s.Identity.Enterprise)
	default:
		ask("siren", s.Identity.SIREN)
	}
	ask("vatNumber", s.Identity.VATNumber)
	return lacks
}
