package main

import (
	"context"
	"log"
	"os"

	"github.com/resend/resend-go/v3"
)

func main() {
	segment, contact, email := os.Args[1], os.Args[2], os.Args[3]
	client := resend.NewClient(os.Getenv("RESEND_API_KEY"))

	for _, params := range []*resend.RemoveContactSegmentRequest{
		{ContactId: contact, SegmentId: segment},
		{Email: email, SegmentId: segment},
	} {
		if _, err := client.Contacts.Segments.RemoveWithContext(context.Background(), params); err != nil {
			log.Fatal(err)
		}
	}
}
