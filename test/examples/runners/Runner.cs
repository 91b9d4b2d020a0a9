using System;

public static class Runner {
    public static void Main() {
        Console.InputEncoding = new System.Text.UTF8Encoding(false);
        var f = Console.In.ReadToEnd().Split('\x1f');
        for (var i = 0; i + 5 <= f.Length; i += 5) {
            try {
                var link = LeaveLink.Create(f[i], f[i + 1], f[i + 2], f[i + 3], f[i + 4]);
                Console.WriteLine("made\t" + link.Url + "\t" + string.Join("\t", link.Headers.Values));
            } catch (ArgumentException error) {
                Console.WriteLine("refused\t" + error.Message.Replace('\n', ' '));
            }
        }
    }
}
