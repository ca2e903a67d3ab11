/**
 * What is compiled against libraries that no host sees: {@link org.coverfiji.engine.ToolLibraries} defines this package
 * itself, beside their jars. Nobody may name its classes but by text.
 */
package org.coverfiji.tools;
