import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** For each pattern on standard input, in which of the texts of the first line it is found. */
class Find {
    public static void main(String[] args) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String[] texts = lines.readLine().split(" ");
        for (int i = 0; i < texts.length; i++) texts[i] = unescaped(texts[i]);
        var out = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                Pattern pattern = Pattern.compile(unescaped(line));
                for (String text : texts) out.append(pattern.matcher(text).find() ? '1' : '0');
            } catch (RuntimeException refused) {
                out.append("refused");
            }
            out.append('\n');
        }
        System.out.print(out);
    }

    /** Text from the hexadecimal digits of its UTF-16. */
    static String unescaped(String hex) {
        var out = new StringBuilder();
        for (int i = 0; i + 4 <= hex.length(); i += 4)
            out.append((char) Integer.parseInt(hex.substring(i, i + 4), 16));
        return out.toString();
    }
}
