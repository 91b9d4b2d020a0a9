package main

import ("fmt"; "io"; "os"; "strings")

func main() {
	input, _ := io.ReadAll(os.Stdin)
	for f := strings.Split(string(input), "\x1f"); len(f) >= 5; f = f[5:] {
		link, err := NewLeaveLink(LeaveLinkParams{f[0], f[1], f[2], f[3], f[4]})
		if err != nil {
			fmt.Printf("refused\t%v\n", err)
			continue
		}
		fmt.Printf("made\t%s\t%s\t%s\n", link.URL, link.Headers["List-Unsubscribe"], link.Headers["List-Unsubscribe-Post"])
	}
}
