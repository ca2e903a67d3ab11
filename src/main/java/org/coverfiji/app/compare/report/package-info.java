/**
 * What a reader is shown of a comparison: tables, intervals, curves, pictures, and all that a paper has to say of the
 * methods, as one page, CSV files and pictures. Made from what lies on disk, without an engine.
 */
package org.coverfiji.app.compare.report;
