using System;
using System.IO;
using System.Text;

public static class Runner
{
    public static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)).ReadToEnd();
        var fields = input.Split('\0');
        for (var i = 0; i + 5 <= fields.Length; i += 5)
        {
            try
            {
                var link = LeaveLink.Create(fields[i], fields[i + 1], fields[i + 2], fields[i + 3], fields[i + 4]);
                var headers = link.Headers;
                Console.WriteLine($"made\t{link.Url}\t{headers["List-Unsubscribe"]}\t{headers["List-Unsubscribe-Post"]}");
            }
            catch (ArgumentException error)
            {
                Console.WriteLine("refused\t" + error.Message.Replace('\n', ' '));
            }
        }
    }
}
