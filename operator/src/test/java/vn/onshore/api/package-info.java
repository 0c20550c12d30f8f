/** The custom resources as the API server sees them. */
package vn.onshore.api;
