package dev.procpool.bench;

/** The fields of a record in an object with getters and setters. Not thread-safe. */
public final class SaleBean {

    private String name;
    private int count;
    private double price;

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public int getCount() {
        return count;
    }

    public void setCount(int count) {
        this.count = count;
    }

    public double getPrice() {
        return price;
    }

    public void setPrice(double price) {
        this.price = price;
    }
}
