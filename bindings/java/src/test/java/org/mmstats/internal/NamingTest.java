package org.mmstats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The name of the running program in names of files. */
class NamingTest {
    private static String named(String commandLine) {
        return Naming.withCommand("{CMD}", commandLine);
    }

    @Test
    void isThatOfTheJarOrClass() {
        assertEquals("Web", named("org.example.Web 8080"));
        assertEquals("Web", named("Web"));
        assertEquals("Web", named("org.example/org.example.Web /tmp/x.jar"));
        assertEquals("web.jar", named("/srv/web.jar 8080"));
        assertEquals("web-1.0.jar", named("web-1.0.jar"));
        assertEquals("{{x}}.jar", named("{x}.jar"));
        assertEquals(
                "Web.java",
                named("jdk.compiler/com.sun.tools.javac.launcher.Main src/Web.java 8080"));
    }

    @Test
    void isTheLibrarysBusinessWhereNobodyKnowsIt() {
        assertEquals("{CMD}", named(""));
    }

    @Test
    void leavesTheRestOfTheTemplate() {
        assertEquals(
                "a-Web-{{CMD}}-{PID}-$1\\",
                Naming.withCommand("a-{CMD}-{{CMD}}-{PID}-$1\\", "Web"));
        assertEquals("{{Web}}", Naming.withCommand("{{{CMD}}}", "Web"));
        assertEquals("Web-{PID}-{TID}.mmstats", Naming.withCommand("", "Web"));
    }
}
