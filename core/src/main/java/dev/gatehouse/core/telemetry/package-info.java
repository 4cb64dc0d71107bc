/**
 * What can be counted and timed, with names from the GenAI conventions for MCP. Never decides,
 * never blocks, and takes no label whose number of values a caller could drive up.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md">the
 *     conventions</a>
 */
@NullMarked
package dev.gatehouse.core.telemetry;

import org.jspecify.annotations.NullMarked;
