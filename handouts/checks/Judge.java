import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Asks veraPDF about many files at once: java Judge 2a,ua1 FILE...
 *
 * <p>Prints one PASS or FAIL line for each file and flavour, and after a FAIL one line for each
 * broken rule. Exits 0 when every file was judged, whatever the verdicts.
 */
public final class Judge {
  private static final int EVERY_FAILURE = Integer.MAX_VALUE;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] args) {
    LogManager.getLogManager().reset(); // veraPDF logs at length on standard error
    VeraGreenfieldFoundryProvider.initialise();
    for (String path : Arrays.copyOfRange(args, 1, args.length)) {
      for (String id : args[0].split(",")) {
        report(new File(path), flavour(id));
      }
    }
  }

  /** The flavour of this id; PDFAFlavour.fromString answers PDF/A-1a to any id it does not know. */
  private static PDFAFlavour flavour(String id) {
    return Arrays.stream(PDFAFlavour.values())
        .filter(flavour -> flavour.getId().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("veraPDF knows no flavour " + id));
  }

  private static void report(File file, PDFAFlavour flavour) {
    ValidationResult result = validate(file, flavour);
    String subject = file.getName() + " " + flavour.getId();
    OUT.println((result.isCompliant() ? "PASS " : "FAIL ") + subject);
    faults(result).forEach((rule, fault) -> OUT.println("FAULT " + subject + " " + rule + " " + fault));
  }

  private static ValidationResult validate(File file, PDFAFlavour flavour) {
    ValidationProfile profile =
        Profiles.getVeraProfileDirectory().getValidationProfileByFlavour(flavour);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
      return Foundries.defaultInstance()
          .createValidator(profile, EVERY_FAILURE, false, false, false)
          .validate(parser);
    } catch (Exception cause) {
      throw new IllegalStateException("veraPDF cannot judge " + file.getName(), cause);
    }
  }

  /** The broken rules in order, each with its count, message and first context. */
  private static Map<String, String> faults(ValidationResult result) {
    return result.getTestAssertions().stream()
        .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
        .collect(
            Collectors.groupingBy(
                Judge::rule,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(), all -> "x" + all.size() + ": " + place(all.get(0)))));
  }

  private static String rule(TestAssertion assertion) {
    return assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
  }

  /** The message and the place, on one line. */
  private static String place(TestAssertion assertion) {
    String text = assertion.getMessage() + " (at " + assertion.getLocation().getContext() + ")";
    return text.replaceAll("\\s+", " ");
  }
}
