package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"paddock/backend/calendar"
)

// facturXFile is the name the standard gives the XML inside an invoice's PDF.
const facturXFile = "factur-x.xml"

func init() { api.DisableConfigDir() } // it would write a folder of its own

// WithEInvoice puts the XML of an invoice into its PDF as Factur-X asks for it: an
// associated file of an alternative form of the same invoice, metadata that name
// the profile EN 16931, and the structure of PDF/A-3 (an output intent, printable
// annotations, an identity). It is appended to the paper, which stays as it is. No
// validator of PDF/A judged it. Equal input gives equal bytes.
func WithEInvoice(pdf, einvoice []byte, title string, day calendar.Day) ([]byte, error) {
	made, err := instant(day)
	if err != nil {
		return nil, err
	}
	ctx, err := api.ReadContext(bytes.NewReader(pdf), model.NewDefaultConfiguration())
	if err != nil {
		return nil, fmt.Errorf("read paper: %w", err)
	}
	f := facturX{ctx, made}
	if err := f.embed(einvoice, title); err != nil {
		return nil, fmt.Errorf("embed invoice: %w", err)
	}
	f.printable()
	sum := sha256.Sum256(append(slices.Clone(pdf), einvoice...))
	id := types.HexLiteral(hex.EncodeToString(sum[:16]))
	ctx.ID = types.Array{id, id}
	var table int64 // where the paper's own table of objects begins
	if _, err := fmt.Sscanf(string(pdf[max(bytes.LastIndex(pdf, []byte("startxref")), 0):]), "startxref\n%d", &table); err != nil {
		return nil, fmt.Errorf("find table of paper: %w", err)
	}
	ctx.Write.Increment, ctx.Write.Offset, ctx.Write.OffsetPrevXRef = true, int64(len(pdf)), &table
	out := bytes.NewBuffer(slices.Clone(pdf))
	if err := api.WriteIncrement(ctx, out); err != nil {
		return nil, fmt.Errorf("write paper: %w", err)
	}
	return out.Bytes(), nil
}

type facturX struct {
	*model.Context
	made time.Time
}

// embed adds the file, the metadata and the output intent to the catalogue.
func (f facturX) embed(einvoice []byte, title string) error {
	root, err := f.Catalog()
	if err != nil {
		return err
	}
	file, err := f.stream(einvoice, types.Dict{
		"Type": types.Name("EmbeddedFile"), "Subtype": types.Name("text/xml"),
		"Params": types.Dict{"Size": types.Integer(len(einvoice)), "ModDate": types.StringLiteral(pdfDate(f.made))},
	})
	if err != nil {
		return err
	}
	spec, err := f.add(types.Dict{
		"Type": types.Name("Filespec"), "F": types.StringLiteral(facturXFile), "UF": types.StringLiteral(facturXFile),
		"AFRelationship": types.Name("Alternative"), "Desc": types.StringLiteral("Factur-X"),
		"EF": types.Dict{"F": *file, "UF": *file},
	})
	if err != nil {
		return err
	}
	meta, err := f.stream([]byte(f.xmp(title)), types.Dict{"Type": types.Name("Metadata"), "Subtype": types.Name("XML")})
	if err != nil {
		return err
	}
	profile, err := f.stream(srgb(), types.Dict{"N": types.Integer(3)})
	if err != nil {
		return err
	}
	f.Write.IncrementWithObjNr(f.Root.ObjectNumber.Value())
	root["AF"] = types.Array{*spec}
	root["Names"] = types.Dict{"EmbeddedFiles": types.Dict{"Names": types.Array{types.StringLiteral(facturXFile), *spec}}}
	root["Metadata"] = *meta
	root["OutputIntents"] = types.Array{types.Dict{
		"Type": types.Name("OutputIntent"), "S": types.Name("GTS_PDFA1"), "OutputConditionIdentifier": types.StringLiteral("sRGB"),
		"Info": types.StringLiteral("sRGB"), "DestOutputProfile": *profile,
	}}
	return nil
}

func (f facturX) stream(content []byte, dict types.Dict) (*types.IndirectRef, error) {
	s := types.StreamDict{Dict: dict, Content: content} // metadata of PDF/A is not compressed
	if err := s.Encode(); err != nil {
		return nil, err
	}
	return f.add(s)
}

// add keeps an object for what is appended.
func (f facturX) add(object types.Object) (*types.IndirectRef, error) {
	ref, err := f.IndRefForNewObject(object)
	if err == nil {
		f.Write.IncrementWithObjNr(ref.ObjectNumber.Value())
	}
	return ref, err
}

// printable sets the flag Print of every link, as PDF/A asks of annotations.
func (f facturX) printable() {
	for _, n := range slices.Sorted(maps.Keys(f.Table)) {
		if dict, is := f.Table[n].Object.(types.Dict); is && dict.Subtype() != nil && *dict.Subtype() == "Link" {
			dict["F"] = types.Integer(4)
			f.Write.IncrementWithObjNr(n)
		}
	}
}

func pdfDate(at time.Time) string { return at.UTC().Format("D:20060102150405+00'00'") }

// xmp are the metadata of PDF/A-3 and Factur-X, with the schema that explains them.
func (f facturX) xmp(title string) string {
	var name bytes.Buffer
	_ = xml.EscapeText(&name, []byte(plain(title))) // a buffer takes all
	at := f.made.UTC().Format(time.RFC3339)
	property := func(name, about string) string {
		return `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>` + name + `</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>` +
			`<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>` + about + `</pdfaProperty:description></rdf:li>`
	}
	return `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + name.String() + `</rdf:li></rdf:Alt></dc:title></rdf:Description>` +
		`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate></rdf:Description>` +
		`<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType>` +
		`<fx:DocumentFileName>` + facturXFile + `</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>` +
		`<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
		`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>` +
		`<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>` +
		property("DocumentFileName", "name of the embedded XML file") + property("DocumentType", "INVOICE") +
		property("Version", "version of the XML schema") + property("ConformanceLevel", "conformance level of the XML") +
		`</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// srgb is a colour profile (ICC.1:2001, class display) with the primaries of
// IEC 61966-2-1 adapted to D50 and its curve as the gamma 2.2.
func srgb() []byte {
	fixed := func(values ...float64) []byte { // s15Fixed16
		var b []byte
		for _, v := range values {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(v*65536+0.5)))
		}
		return b
	}
	xyz := func(x, y, z float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixed(x, y, z)...) }
	text := []byte("text\x00\x00\x00\x00no copyright\x00")
	name := []byte("desc\x00\x00\x00\x00\x00\x00\x00\x05sRGB\x00")
	name = append(name, make([]byte, 78)...) // without Unicode and Macintosh names
	curve := []byte{'c', 'u', 'r', 'v', 0, 0, 0, 0, 0, 0, 0, 1, 2, 0x33}
	tags := []struct {
		sign string
		data []byte
	}{
		{"desc", name}, {"cprt", text}, {"wtpt", xyz(0.9642, 1, 0.8249)}, {"rXYZ", xyz(0.4360747, 0.2225045, 0.0139322)},
		{"gXYZ", xyz(0.3850649, 0.7168786, 0.0971045)}, {"bXYZ", xyz(0.1430804, 0.0606169, 0.7141733)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	table, data := binary.BigEndian.AppendUint32(nil, uint32(len(tags))), []byte(nil)
	at := 128 + 4 + 12*len(tags)
	for _, tag := range tags {
		table = append(table, tag.sign...)
		table = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(table, uint32(at+len(data))), uint32(len(tag.data)))
		data = append(data, tag.data...)
		data = append(data, make([]byte, (4-len(data)%4)%4)...)
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(at+len(data)))
	copy(head[8:], "\x02\x40\x00\x00mntrRGB XYZ ")
	copy(head[24:], []byte{7, 0xEA, 0, 1, 0, 1}) // 1 January 2026: equal bytes
	copy(head[36:], "acsp")
	copy(head[68:], fixed(0.9642, 1, 0.8249))
	return append(append(head, table...), data...)
}
